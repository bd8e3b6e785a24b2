"""std.async_noop: the task waits in no process until a person or a program gives its result."""

from __future__ import annotations

from typing import Any

import pytest

from mistral_airflow.local.api import ApiError
from mistral_airflow.local.server import AirflowServer
from tests.integration.parked import parked

pytestmark = pytest.mark.slow


def give(airflow: AirflowServer, run: str, option: str, **params: Any) -> None:
    path = f"/api/v2/dags/approval/dagRuns/{run}/taskInstances/ask/-1/hitlDetails"
    airflow.call("PATCH", path, json={"chosen_options": [option], "params_input": params})


def test_it_holds_no_slot_and_asks_in_words(airflow: AirflowServer):
    runs = [parked(airflow) for _ in range(6)]  # more than there are worker slots
    details = airflow.call("GET", f"/api/v2/dags/approval/dagRuns/{runs[0]}/hitlDetails")["hitl_details"]
    assert [detail["subject"] for detail in details] == ["ask: result of std.async_noop"]
    assert details[0]["options"] == ["Succeed", "Fail", "Cancel"]
    assert list(details[0]["params"]) == ["result"]
    other = airflow.trigger("chain_of_three")
    assert airflow.wait("chain_of_three", other) == "success"
    for run in runs:
        give(airflow, run, "Succeed", result=None)
    assert {airflow.wait("approval", run) for run in runs} == {"success"}
    assert airflow.xcom("approval", runs[0], "outcome") == {"answer": None}


def test_a_result(airflow: AirflowServer):
    run = parked(airflow)
    give(airflow, run, "Succeed", result={"yes": [1, True, None]})
    assert airflow.wait("approval", run) == "success"
    assert airflow.xcom("approval", run, "outcome") == {"answer": {"yes": [1, True, None]}}
    assert airflow.xcom("approval", run, "go_on") == {"yes": [1, True, None]}


def test_an_error(airflow: AirflowServer):
    run = parked(airflow)
    give(airflow, run, "Fail", result="no time")
    assert airflow.wait("approval", run) == "failed"
    states = airflow.states("approval", run)
    assert states == {"ask": "failed", "ask.fail": "failed", "go_on": "skipped", "outcome": "failed"}
    assert airflow.xcom("approval", run, "outcome") == {"result": "refused, no time", "refused": "no time"}


def test_only_one_answer(airflow: AirflowServer):
    run = parked(airflow)
    give(airflow, run, "Succeed", result=1)
    with pytest.raises(ApiError, match="already been updated"):
        give(airflow, run, "Fail", result="late")
    assert airflow.wait("approval", run) == "success"
