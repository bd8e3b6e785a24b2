"""Joins, early joins and engine commands where branches run side by side."""

from __future__ import annotations

import pytest

from mistral_airflow.local.server import AirflowServer

pytestmark = pytest.mark.slow


def finished(airflow: AirflowServer, dag_id: str, state: str, conf: dict | None = None):
    run = airflow.trigger(dag_id, conf)
    assert airflow.wait(dag_id, run) == state
    return run, airflow.tasks(dag_id, run)


def test_fan_out_of_twenty_and_join_all(airflow: AirflowServer):
    run, tasks = finished(airflow, "fan_out", "success")
    assert sum(task.startswith("part_") and "." not in task for task in tasks) == 20
    told = tasks.pop("outcome")  # by the join, which comes after all others
    assert told["state"] == "skipped"
    assert {task["state"] for task in tasks.values()} == {"success"}
    assert airflow.xcom("fan_out", run, "together") == 20


def test_join_one_starts_while_a_slow_branch_runs(airflow: AirflowServer):
    run, tasks = finished(airflow, "join_one", "success")
    assert tasks["first"]["end_date"] < tasks["slow"]["end_date"]
    assert tasks["outcome"]["start_date"] > tasks["slow"]["end_date"]
    assert airflow.xcom("join_one", run, "first") == "first"


def test_join_two_of_three_starts_at_the_second(airflow: AirflowServer):
    _, tasks = finished(airflow, "join_two_of_three", "success")
    assert tasks["enough"]["start_date"] > max(tasks[name]["end_date"] for name in ("quick", "middle"))
    assert tasks["enough"]["end_date"] < tasks["slow"]["end_date"]
    assert tasks["outcome"]["start_date"] > tasks["slow"]["end_date"]


def test_a_join_that_cannot_complete_fails_and_its_handler_runs(airflow: AirflowServer):
    run, tasks = finished(airflow, "join_fails", "success")
    assert tasks["joined"]["state"] == "failed"
    assert "Failed by tasks: ['bad']" in airflow.log("join_fails", run, "joined")
    assert tasks["never"]["state"] == "skipped"
    assert airflow.xcom("join_fails", run, "outcome") == {"handled": True}


def test_fail_stops_what_has_not_started(airflow: AirflowServer):
    run, tasks = finished(airflow, "fail_beside", "failed")
    assert tasks["slow"]["state"] == "success", "what runs is let finish"
    assert tasks["never"]["state"] == "skipped"
    assert airflow.xcom("fail_beside", run, "outcome")["result"] == "enough, 1"


def test_succeed_stops_what_has_not_started(airflow: AirflowServer):
    run, tasks = finished(airflow, "succeed_beside", "success")
    assert tasks["never"]["state"] == "skipped"
    assert airflow.xcom("succeed_beside", run, "outcome") == {"state": "done"}
