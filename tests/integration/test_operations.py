"""What a person does to a run, on the real scheduler: through our endpoints and with Airflow's own buttons."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from mistral_airflow.local.api import ApiError
from mistral_airflow.local.server import AirflowServer
from tests.integration.parked import wait_until_parked

pytestmark = pytest.mark.slow


def until(condition: Callable[[], bool], what: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 90
    while not condition():
        assert time.monotonic() < deadline, what()
        time.sleep(0.2)


def reach(airflow: AirflowServer, dag_id: str, run: str, task: str, state: str) -> None:
    until(lambda: airflow.states(dag_id, run)[task] == state, lambda: airflow.states(dag_id, run))


def operate(airflow: AirflowServer, dag_id: str, run: str, operation: str, **body: Any) -> str:
    return airflow.call("POST", f"/mistral/dags/{dag_id}/dagRuns/{run}/{operation}", json=body)["state"]


def asked(airflow: AirflowServer) -> str:
    run = airflow.trigger("answered")
    wait_until_parked(airflow, "answered", run, "ask")
    return run


def failed(airflow: AirflowServer) -> str:
    run = asked(airflow)
    assert operate(airflow, "answered", run, "tasks/ask/complete_action", state="ERROR", result="no") == "RUNNING"
    assert airflow.wait("answered", run) == "failed"
    return run


def test_clearing_a_failed_task_continues_the_workflow_with_its_context(airflow: AirflowServer):
    run = failed(airflow)
    cleared = {"dag_run_id": run, "task_ids": ["ask"], "include_downstream": True, "only_failed": False}
    airflow.call("POST", "/api/v2/dags/answered/clearTaskInstances", json={**cleared, "dry_run": False})
    wait_until_parked(airflow, "answered", run, "ask")
    operate(airflow, "answered", run, "tasks/ask/complete_action", result="yes")
    assert airflow.wait("answered", run) == "success"
    assert airflow.xcom("answered", run, "outcome") == {"text": "before, yes"}


def test_rerun_and_skip(airflow: AirflowServer):
    run = failed(airflow)
    assert operate(airflow, "answered", run, "tasks/ask/rerun") == "RUNNING"
    wait_until_parked(airflow, "answered", run, "ask")
    operate(airflow, "answered", run, "tasks/ask/complete_action", state="ERROR", result="no again")
    assert airflow.wait("answered", run) == "failed"
    assert operate(airflow, "answered", run, "tasks/ask/skip") == "RUNNING"
    assert airflow.wait("answered", run) == "success"
    assert airflow.xcom("answered", run, "outcome") == {"text": "before, nothing"}
    with pytest.raises(ApiError, match="SUCCESS") as refused:
        operate(airflow, "answered", run, "tasks/ask/rerun")
    assert refused.value.status == httpx.codes.CONFLICT


def test_nothing_starts_in_a_paused_run_until_it_is_resumed(airflow: AirflowServer):
    run = asked(airflow)
    assert operate(airflow, "answered", run, "pause") == "PAUSED"
    operate(airflow, "answered", run, "tasks/ask/complete_action", result="yes")
    reach(airflow, "answered", run, "ask", "success")
    other = airflow.trigger("chain_of_three")
    assert airflow.wait("chain_of_three", other) == "success", "the scheduler has been round"
    assert airflow.states("answered", run)["after"] == "awaiting_input"
    assert operate(airflow, "answered", run, "resume") == "RUNNING"
    assert airflow.wait("answered", run) == "success"
    assert airflow.xcom("answered", run, "outcome") == {"text": "before, yes"}


def test_the_command_pause_asks_to_be_resumed(airflow: AirflowServer):
    run = airflow.trigger("paused_inside")
    wait_until_parked(airflow, "paused_inside", run, "first.pause")
    reach(airflow, "paused_inside", run, "second", "deferred")
    (detail,) = airflow.call("GET", f"/api/v2/dags/paused_inside/dagRuns/{run}/hitlDetails")["hitl_details"]
    assert (detail["subject"], detail["options"]) == ("Paused after first: look first", ["Resume"])
    path = f"/api/v2/dags/paused_inside/dagRuns/{run}/taskInstances/first.pause/-1/hitlDetails"
    airflow.call("PATCH", path, json={"chosen_options": ["Resume"], "params_input": {}})
    assert airflow.wait("paused_inside", run) == "success"
    assert airflow.xcom("paused_inside", run, "outcome") == {"done": "went on"}


def test_cancelling_reaches_the_called_workflow(airflow: AirflowServer):
    run = airflow.trigger("calls_answered")
    reach(airflow, "calls_answered", run, "call", "deferred")
    (child,) = [each["dag_run_id"] for each in airflow.runs("answered") if each["state"] == "running"]
    wait_until_parked(airflow, "answered", child, "ask")
    assert operate(airflow, "calls_answered", run, "stop", message="not now") == "CANCELLED"
    assert airflow.wait("answered", child) == "failed"
    assert airflow.wait("calls_answered", run) == "failed"
    for dag_id, each in (("answered", child), ("calls_answered", run)):
        told = airflow.xcom(dag_id, each, "outcome", "mistral")
        assert (told["state"], told["state_info"]) == ("CANCELLED", "not now")


def test_marking_a_run_failed_stops_it(airflow: AirflowServer):
    run = asked(airflow)
    airflow.call("PATCH", f"/api/v2/dags/answered/dagRuns/{run}", json={"state": "failed"})
    assert airflow.wait("answered", run) == "failed"
    states = airflow.states("answered", run)
    assert states["after"] == "skipped"
    assert states["ask"] in ("failed", "skipped")


def test_nobody_operates_without_a_token(airflow: AirflowServer):
    run = asked(airflow)
    for operation in ("pause", "stop", "tasks/ask/complete_action", "tasks/ask/skip"):
        answer = httpx.post(f"{airflow.address}/mistral/dags/answered/dagRuns/{run}/{operation}", json={})
        assert answer.status_code == httpx.codes.UNAUTHORIZED
    assert airflow.states("answered", run)["ask"] == "awaiting_input"
    with pytest.raises(ApiError) as unknown:
        operate(airflow, "answered", "no_such_run", "pause")
    assert unknown.value.status == httpx.codes.NOT_FOUND
    operate(airflow, "answered", run, "stop")
