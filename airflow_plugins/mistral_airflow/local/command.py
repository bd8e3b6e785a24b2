"""What `mistralc run` does with compiled DAGs: run one here, show its progress, print what came of it."""

from __future__ import annotations

import json
import sys
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from mistral_airflow.local.home import prepare

if TYPE_CHECKING:
    from mistral_airflow.local.runner import LocalRunner


class DagFile(Protocol):
    """A compiled workflow: the name and text of its DAG file, and what the author calls it."""

    @property
    def name(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def workflow(self) -> str: ...


def run(files: Sequence[DagFile], chosen: DagFile, conf: Mapping[str, Any], *, as_json: bool, timeout: float) -> int:
    """Run `chosen`; 0 for SUCCESS, 1 for ERROR, 2 when its input is refused or it does not end in `timeout` seconds."""
    with tempfile.TemporaryDirectory(prefix="mistralc-run-") as folder:
        home = Path(folder)
        prepare(home)
        for file in files:
            (home / "dags" / file.name).write_text(file.text, encoding="utf-8")
        return _run(home, chosen, dict(conf), as_json, timeout)


def _run(home: Path, chosen: DagFile, conf: dict[str, Any], as_json: bool, timeout: float) -> int:
    from rich.console import Console

    from mistral_airflow.flow.errors import StartRefused
    from mistral_airflow.local.execution import read_execution, start_execution
    from mistral_airflow.local.progress import Progress
    from mistral_airflow.local.runner import LocalRunError, LocalRunner

    with Console(quiet=as_json).status("Starting Airflow"):
        runner = LocalRunner()
        runner.load(home / "dags")
        runner.warm_up()
    dag_id = Path(chosen.name).stem
    try:
        dag_run = start_execution(runner, dag_id, conf, f"mistralc-{uuid.uuid4()}")
        with Progress(chosen.workflow, runner.dag(dag_id), quiet=as_json) as progress:
            runner.drive(dag_run, timeout, progress.show)
        if _started_beside(runner):
            runner.drive(dag_run, timeout, until=lambda: not _started_beside(runner))
    except (StartRefused, LocalRunError) as refusal:
        print(f"mistralc: {refusal}", file=sys.stderr)
        return 2
    execution = read_execution(runner, dag_run)
    if as_json:
        print(json.dumps(execution.as_json(), indent=2, ensure_ascii=False))
    else:
        progress.conclude(execution)
    return 0 if execution.state == "SUCCESS" else 1


def _started_beside(runner: LocalRunner) -> list[Any]:
    """The runs that go on by themselves: a task started them, and did not call them (`mistral.executions_create`)."""
    from mistral_airflow.flow.start import RESERVED

    return [run for run in runner.active() if not {"parent", "region"} & {*((run.conf or {}).get(RESERVED) or {})}]
