"""One real Airflow for all these tests, on the examples and on the workflows beside this file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from mistral_airflow.local.server import AirflowServer
from mistral_airflow.options import SHORT_WAIT
from mistralc.folder import DagFolder
from mistralc.reading import compile_paths
from tests.integration import postgres

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"

KILLED_BEFORE_START = """
import os
import signal

first = dag.task_dict.get("vars", dag.roots[0])
first._pre_execute_hook = lambda context: context["ti"].try_number in TRIES and os.kill(os.getpid(), signal.SIGKILL)
first.retries = 1
"""
"""Ends the process of the first task when it is about to execute: it has written nothing yet."""

DIES_EARLY = {"dies_early*.py": "(1, 2)", "dies_once*.py": "(1,)"}
"""File → tries of the first task that die so; those of the first kind are the last ones."""


def checkout() -> dict[str, str]:
    """The environment of a program of the tests: what the Airflow of this process has set leaves the checkout out."""
    return {**os.environ, "PYTHONPATH": str(EXAMPLES.parent)}


def compile_folder(
    dags: Path, sources: Sequence[Path] = (EXAMPLES, HERE / "workflows"), *, map_items: bool = False
) -> list[str]:
    """Compile everything to `dags`; the DAG ids."""
    result = compile_paths(sources, map_items=map_items)
    assert not result.failed
    DagFolder(dags).update(result, sources, dry=False)
    for pattern, tries in DIES_EARLY.items():
        for file in dags.glob(pattern):
            file.write_text(file.read_text() + KILLED_BEFORE_START.replace("TRIES", tries))
    return [Path(output.name).stem for output in result.outputs]


_DATABASE = pytest.StashKey[str]()


def serve(
    home: Path, database: str | None, settings: Mapping[str, str] | None = None, *, restart: bool = False
) -> AirflowServer:
    """An Airflow on `home/dags` as a site has it, with the options that these tests need."""
    ours = {
        "AIRFLOW__MISTRAL__HTTP_DENIED_NETWORKS": "",  # what std.http talks to in these tests is on this machine
        SHORT_WAIT.variable: SHORT_WAIT.default,  # none in this process, whose Airflow runs all tasks in one
    }
    return AirflowServer(home / "dags", home, database=database, settings={**ours, **(settings or {})}, restart=restart)


Databases = Callable[[str], str | None]
"""Name → URL of a new, empty metadata database."""


@pytest.fixture(scope="session")
def databases(pytestconfig: pytest.Config) -> Iterator[Databases]:
    """Metadata databases in a PostgreSQL of our own; where there is none, None: embedded SQLite.

    Airflow holds no load on SQLite: a request that waits for its one lock stops the API, the holder of it included.
    """
    programs = postgres.binaries()
    if programs is None:
        pytestconfig.stash[_DATABASE] = "embedded SQLite, for want of PostgreSQL (Debian: postgresql)"
        yield lambda name: None
        return
    pytestconfig.stash[_DATABASE] = f"a private PostgreSQL, of {programs}"
    with postgres.Cluster(programs) as cluster:
        yield cluster.database


@pytest.fixture(scope="session")
def database(pytestconfig: pytest.Config, request: pytest.FixtureRequest) -> str | None:
    """URL of the metadata database of `airflow`: that of `MISTRALC_TEST_DATABASE`, else a new one."""
    given = os.environ.get("MISTRALC_TEST_DATABASE")
    if given:
        pytestconfig.stash[_DATABASE] = "MISTRALC_TEST_DATABASE"
        return given
    databases: Databases = request.getfixturevalue("databases")
    return databases("airflow")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if _DATABASE in config.stash:
        terminalreporter.write_line(f"Airflow ran on {config.stash[_DATABASE]}.")


@pytest.fixture(scope="session")
def airflow(tmp_path_factory: pytest.TempPathFactory, database: str | None) -> Iterator[AirflowServer]:
    home = tmp_path_factory.mktemp("airflow")
    ids = compile_folder(home / "dags")
    with serve(home, database) as server:
        server.wait_for_dags(ids)
        yield server
