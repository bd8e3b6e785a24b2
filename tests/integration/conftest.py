"""One real Airflow for all these tests, on the examples and on the workflows beside this file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mistral_airflow.local.server import AirflowServer
from mistralc.compilation import compile_paths
from mistralc.folder import DagFolder

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"

KILLED_BEFORE_START = """
import os
import signal

dag.task_dict.get("vars", dag.roots[0])._pre_execute_hook = lambda context: os.kill(os.getpid(), signal.SIGKILL)
"""
"""Ends the process of the first task when it is about to execute: it has written nothing yet."""


def compile_folder(dags: Path) -> list[str]:
    """Compile everything to `dags`; the DAG ids."""
    sources = [EXAMPLES, HERE / "workflows"]
    result = compile_paths(sources)
    assert not result.diagnostics
    DagFolder(dags).update(result, sources, dry=False)
    for file in dags.glob("dies_early*.py"):
        file.write_text(file.read_text() + KILLED_BEFORE_START)
    return [Path(output.name).stem for output in result.outputs]


@pytest.fixture(scope="session")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AirflowServer]:
    """The server. `MISTRALC_TEST_DATABASE` may name a PostgreSQL database instead of embedded SQLite."""
    home = tmp_path_factory.mktemp("airflow")
    ids = compile_folder(home / "dags")
    server = AirflowServer(home / "dags", home, database=os.environ.get("MISTRALC_TEST_DATABASE"))
    with server:
        server.wait_for_dags(ids)
        yield server
