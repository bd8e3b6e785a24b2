"""Actions on Mistral itself, on the real scheduler: cron triggers that start workflows, executions, the REST API."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from mistral_airflow.local.server import PASSWORD, USER, AirflowServer
from tests.integration.conftest import HERE, Databases, compile_folder, serve

pytestmark = pytest.mark.slow

TICKS = "mistral_cron_triggers"
TRIGGER = "mistral_cron_trigger_backup_of_db1"


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[AirflowServer]:
    """An Airflow of its own: what compiling these workflows gives ticks every minute."""
    home = tmp_path_factory.mktemp("airflow")
    ids = compile_folder(home / "dags", [HERE / "mistral_actions"])
    with serve(home, databases("mistral_actions")) as server:
        server.wait_for_dags([*ids, TICKS])
        connection = {
            "connection_id": "mistral_airflow_api", "conn_type": "http", "host": server.address,
            "login": USER, "password": PASSWORD,
        }  # fmt: skip
        server.call("POST", "/api/v2/connections", json=connection)
        yield server


def finished(airflow: AirflowServer, dag_id: str, conf: dict[str, object]) -> dict[str, object]:
    run = airflow.trigger(dag_id, conf)
    state = airflow.wait(dag_id, run)
    told = airflow.xcom(dag_id, run, "outcome", "mistral")
    assert state == "success", told
    output: dict[str, object] = airflow.xcom(dag_id, run, "outcome")
    return output


def variable(airflow: AirflowServer, key: str) -> dict[str, object] | None:
    found = airflow.call("GET", "/api/v2/variables", params={"variable_key_pattern": key})["variables"]
    return json.loads(found[0]["value"]) if found else None


def first_run(airflow: AirflowServer, dag_id: str, timeout: float = 150) -> dict[str, object]:
    deadline = time.monotonic() + timeout
    while not (runs := [run for run in airflow.runs(dag_id) if "cron trigger" in (run["note"] or "")]):
        assert time.monotonic() < deadline, [(r["dag_run_id"], r["state"]) for r in airflow.runs(TICKS)]
        time.sleep(1)
    return dict(runs[0])


def test_a_cron_trigger_starts_its_workflow_once_and_is_gone(airflow: AirflowServer):
    made = finished(airflow, "schedule_backup", {"vm": "db1"})
    assert made["before"] == []
    stored = variable(airflow, TRIGGER)
    assert stored is None or stored["pattern"] == "* * * * *"  # a tick may have come already
    run = first_run(airflow, "backup")
    assert airflow.wait("backup", str(run["dag_run_id"])) == "success"
    assert airflow.xcom("backup", str(run["dag_run_id"]), "outcome") == {"saved": "db1 of 1"}
    due = datetime.strptime(made["trigger"]["next_execution_time"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    late = (datetime.fromisoformat(str(run["run_after"])) - due).total_seconds()
    assert -2 <= late < 60
    deadline = time.monotonic() + 60
    while variable(airflow, TRIGGER) is not None:
        assert time.monotonic() < deadline, "the last execution deletes the trigger"
        time.sleep(0.5)
    ticks = [airflow.xcom(TICKS, each["dag_run_id"], "tick") or [] for each in airflow.runs(TICKS)]
    assert [fired["execution_id"] for tick in ticks for fired in tick] == [run["dag_run_id"]]


def test_a_second_schedule_takes_the_place_of_the_first(airflow: AirflowServer):
    once_a_year = {"vm": "db1", "pattern": "0 0 1 1 *", "count": None}
    finished(airflow, "schedule_backup", once_a_year)
    made = finished(airflow, "schedule_backup", {**once_a_year, "vm": "db2"})
    assert made["before"] == ["backup_of_db1"]
    assert variable(airflow, TRIGGER) is None
    other = variable(airflow, "mistral_cron_trigger_backup_of_db2")
    assert other
    assert (other["remaining_executions"], other["workflow_input"]) == (None, {"vm": "db2"})


def test_an_execution_is_started_and_polled_until_it_succeeds(airflow: AirflowServer):
    made = finished(airflow, "start_and_wait", {"vm": "web"})
    assert (made["state"], made["output"], made["tasks"]) == ("SUCCESS", {"saved": "web of 1"}, ["save"])
    run = airflow.run("backup", str(made["id"]))
    assert run["state"] == "success"
    assert run["note"].startswith("Started by the task [start](")


def test_executions_are_paused_resumed_answered_stopped_deleted_and_listed(airflow: AirflowServer):
    made = finished(airflow, "operate", {})
    assert made["states"] == ["PAUSED", "PAUSED", "RUNNING", "SUCCESS"]
    assert made["output"] == {"answer": "yes"}
    assert made["cancelled"] == "CANCELLED"
    assert [row["description"] for row in made["running"]] == ["from operate"]
    assert "WorkflowExecution not found" in str(made["gone"])
    names = ["approval", "backup", "operate", "schedule_backup", "start_and_wait"]
    assert [row["name"] for row in made["workflows"]] == names
    assert made["workflows"][1]["input"] == 'vm, size="1"'
    assert str(made["own"]).startswith("operate:\n  description: Pauses")
