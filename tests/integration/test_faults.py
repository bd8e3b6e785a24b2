"""Components of Airflow that are killed in the middle of runs: these end as they would have, each action ran once."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import psutil
import pytest

from mistral_airflow.local.keeper import COMPONENTS
from mistral_airflow.local.server import AirflowServer
from tests.integration import postgres
from tests.integration.conftest import HERE, Databases, compile_folder, serve

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(postgres.binaries() is None, reason="needs PostgreSQL (Debian: postgresql)"),
]

SOON = {
    "AIRFLOW__CORE__PARALLELISM": "8",
    "AIRFLOW__SCHEDULER__JOB_HEARTBEAT_SEC": "2",
    "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD": "12",
    "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "3",
    "AIRFLOW__TRIGGERER__JOB_HEARTBEAT_SEC": "2",
    "AIRFLOW__TRIGGERER__TRIGGERER_HEALTH_CHECK_THRESHOLD": "6",
}
"""What is dead is taken for dead soon: Airflow's defaults are half a minute and five minutes."""

ANSWER_AFTER = {"long": 20.0, "long_safe": 20.0}
"""Task → seconds; one for the others."""

OUTPUTS = {
    "faults_loop": {"turns": 4},
    "faults_items": {"items": list(range(6))},
    "faults_calls": {"items": list(range(4))},
    "faults_levels": {"path": [1, 2, 3]},
}
HITS = [
    *(f"/loop/{n}" for n in range(4)),
    *(f"/items/{n}" for n in range(6)),
    *(f"/calls/{n}" for n in range(4)),
    *(f"/levels/{n}" for n in (1, 2, 3)),
]


class Hits(ThreadingHTTPServer):
    """Counts requests by path and answers each with its number, after a while."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked may be dead when the answer comes."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Hit)
        self.counts: Counter[str] = Counter()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def tasks(self) -> set[str]:
        """The tasks whose action has begun for a second time, or for the first when it takes long."""
        begun = Counter(path.split("/")[1] for path in self.counts)
        return {task for task, count in begun.items() if count > 1 or task in ANSWER_AFTER}


class _Hit(BaseHTTPRequestHandler):
    server: Hits

    def do_GET(self) -> None:
        self.server.counts[self.path] += 1
        _, task, number = self.path.split("/")
        time.sleep(ANSWER_AFTER.get(task, 1.0))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(number.encode())

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def hits() -> Iterator[Hits]:
    with Hits() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[AirflowServer]:
    home = tmp_path_factory.mktemp("faults")
    ids = compile_folder(home / "dags", [HERE / "workflows" / "faults.yaml"])
    with serve(home, databases("faults"), SOON, restart=True) as server:
        server.wait_for_dags(ids)
        yield server


def until(condition: Callable[[], object], airflow: AirflowServer, timeout: float = 120) -> None:
    deadline = time.monotonic() + timeout
    while not condition():
        airflow.check()
        assert time.monotonic() < deadline
        time.sleep(0.1)


def kill(airflow: AirflowServer, component: str) -> None:
    """End a component with all processes it has started, as its machine does, and wait until it is there again.

    Those of a LocalExecutor would keep the scheduler's connection to the database open, and every lock it held.
    """
    pid = airflow.component(component)
    others = [psutil.Process(airflow.component(name)) for name in COMPONENTS if name != component]
    spared = {process.pid for other in others for process in (other, *other.children(recursive=True))}
    for member in set(airflow.processes()) - spared - {airflow.session}:  # a task is not always below its worker
        with contextlib.suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)
    until(lambda: airflow.component(component) != pid, airflow)
    airflow.wait_healthy()


def started(airflow: AirflowServer, hits: Hits, *more: str) -> dict[str, str]:
    """Runs of all the workflows, in the middle of each: DAG id → run id."""
    runs = {dag_id: airflow.trigger(dag_id, {"url": hits.url}) for dag_id in (*OUTPUTS, *more)}
    until(lambda: hits.tasks() >= {dag_id.removeprefix("faults_") for dag_id in runs}, airflow)
    return runs


def check(airflow: AirflowServer, hits: Hits, runs: dict[str, str], most: int = 1) -> None:
    """All runs end as they would have, and each action has run, `most` times."""
    for dag_id, expected in OUTPUTS.items():
        assert airflow.wait(dag_id, runs[dag_id]) == "success", dag_id
        assert airflow.xcom(dag_id, runs[dag_id], "outcome") == expected
    counts = {path: count for path, count in hits.counts.items() if "long" not in path}
    assert counts.keys() == set(HITS)
    assert max(counts.values()) <= most, counts


def test_the_triggerer(airflow: AirflowServer, hits: Hits):
    runs = started(airflow, hits)
    kill(airflow, "triggerer")
    check(airflow, hits, runs)


def test_the_api_server(airflow: AirflowServer, hits: Hits):
    """A task that cannot tell its end is taken for lost and started again: its action too, as it is safe-rerun."""
    runs = started(airflow, hits)
    kill(airflow, "api-server")
    check(airflow, hits, runs, most=2)


def test_the_scheduler(airflow: AirflowServer, hits: Hits):
    """A LocalExecutor's tasks die with it, and are started again: their actions only where that is safe."""
    runs = started(airflow, hits, "faults_long", "faults_long_safe")
    kill(airflow, "scheduler")
    check(airflow, hits, runs, most=2)
    assert airflow.wait("faults_long", runs["faults_long"]) == "failed"
    assert airflow.xcom("faults_long", runs["faults_long"], "outcome")["undone"] == "undone"
    assert airflow.wait("faults_long_safe", runs["faults_long_safe"]) == "success"
    assert airflow.xcom("faults_long_safe", runs["faults_long_safe"], "outcome") == {"answer": 0}
    assert hits.counts["/long/0"] == 1
    assert hits.counts["/long_safe/0"] == 2


def test_tasks_that_wait_for_runs(airflow: AirflowServer, hits: Hits):
    """The processes of a loop, of a call and of calls for items; those of actions are the matter of `test_killed`."""
    runs = started(airflow, hits)
    waiting = {"faults_loop", "faults_calls", "faults_levels"}
    killed = set()

    def kill_one() -> bool:
        for dag_id in waiting - killed:
            for task in airflow.tasks(dag_id, runs[dag_id]).values():
                if task["state"] == "running" and task["operator"] in ("ActivationOperator", "WorkflowOperator"):
                    os.kill(task["pid"], signal.SIGKILL)
                    killed.add(dag_id)
        return killed == waiting

    until(kill_one, airflow)
    check(airflow, hits, runs)
