"""Cases over several processes, each with an Airflow of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.conformance.runs.case import Case

_process: dict[str, Any] = {}


def replayed(cases: Sequence[Case], workers: int, *, map_items: bool = False) -> Iterator[Any]:
    """The verdict of every case, in order; `map_items` as in `mistralc compile --map-items`."""
    with tempfile.TemporaryDirectory(prefix="mistralc-conformance-") as home:
        context = get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare, initargs=(home,)) as pool:
            yield from pool.map(partial(_replay, map_items=map_items), cases)


def _prepare(home: str) -> None:
    from mistral_airflow.local.home import prepare

    prepare(Path(tempfile.mkdtemp(dir=home)))
    from mistral_airflow.local.runner import LocalRunner

    _process["runner"] = LocalRunner()


def _replay(case: Case, *, map_items: bool) -> Any:
    from tests.conformance.runs.replay import replay

    return replay(_process["runner"], case, map_items=map_items)
