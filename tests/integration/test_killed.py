"""A task whose process is killed: it is started again, fails without running its action, and decides what follows.

Where no process of it lives long enough to decide, nothing fires on a guess.
"""

from __future__ import annotations

import os
import signal
import time

import pytest

from mistral_airflow.local.server import AirflowServer

pytestmark = pytest.mark.slow


def kill(airflow: AirflowServer, dag_id: str, run: str, task: str) -> None:
    """End the process of a task with SIGKILL, in the middle of its action."""
    deadline = time.monotonic() + 180
    while "Running std.sleep" not in _log(airflow, dag_id, run, task):
        assert time.monotonic() < deadline, airflow.states(dag_id, run)
        time.sleep(0.2)
    pid = airflow.tasks(dag_id, run)[task]["pid"]
    assert pid in airflow.processes()
    os.kill(pid, signal.SIGKILL)


def _log(airflow: AirflowServer, dag_id: str, run: str, task: str) -> str:
    running = airflow.states(dag_id, run).get(task) == "running"
    return airflow.log(dag_id, run, task) if running else ""


def test_handled(airflow: AirflowServer):
    run = airflow.trigger("killed_handled")
    kill(airflow, "killed_handled", run, "work")
    assert airflow.wait("killed_handled", run) == "success"
    assert airflow.states("killed_handled", run) == {
        "work": "failed",
        "recover": "success",
        "tidy": "success",
        "maybe": "success",
        "perhaps": "success",
        "after_success": "skipped",
        "after_success_noop": "skipped",
        "after_noop": "skipped",
        "outcome": "success",
    }
    assert airflow.xcom("killed_handled", run, "outcome") == {"recovered": True}


def test_unhandled(airflow: AirflowServer):
    run = airflow.trigger("killed_unhandled")
    kill(airflow, "killed_unhandled", run, "work")
    assert airflow.wait("killed_unhandled", run) == "failed"
    assert airflow.states("killed_unhandled", run) == {
        "work": "failed",
        "tidy": "success",
        "after_success": "skipped",
        "outcome": "failed",
    }
    message = airflow.xcom("killed_unhandled", run, "outcome")["result"]
    assert message.startswith("Failure caused by error in tasks: work\n")
    assert "process ended before the task did" in message


def test_gates(airflow: AirflowServer):
    run = airflow.trigger("killed_gates")
    kill(airflow, "killed_gates", run, "work")
    assert airflow.wait("killed_gates", run) == "success"
    states = airflow.states("killed_gates", run)
    assert states["either"] == states["maybe"] == "success"
    assert states["both"] == "failed"
    assert {gate: state for gate, state in states.items() if gate.startswith("work.")} == {
        "work.maybe": "success",
        "work.either": "success",
    }  # `both` has none: it starts when its sources have ended, and finds that one did not lead to it


def test_before_anything_was_written(airflow: AirflowServer):
    """The scheduler knows no decision and lets every successor start; they find out and skip themselves."""
    run = airflow.trigger("dies_early")
    assert airflow.wait("dies_early", run) == "success"
    states = airflow.states("dies_early", run)
    assert states["work"] == "failed"
    assert states["recover"] == states["tidy"] == "success"
    assert states["joined"] == "failed", "a join with an inbound task that did not lead there"
    assert states["after_success"] == states["maybe"] == states["after_noop"] == "skipped"


def test_a_process_that_had_not_begun_is_no_loss(airflow: AirflowServer):
    run = airflow.trigger("dies_once")
    assert airflow.wait("dies_once", run) == "success"
    assert airflow.xcom("dies_once", run, "outcome") == {"count": 2}


def test_a_command_does_not_follow_from_nothing(airflow: AirflowServer):
    run = airflow.trigger("dies_early_unhandled")
    assert airflow.wait("dies_early_unhandled", run) == "failed"
    states = airflow.states("dies_early_unhandled", run)
    assert states == {"work": "failed", "work.succeed": "skipped", "outcome": "failed"}


def test_the_run_does_not_start_without_its_vars(airflow: AirflowServer):
    run = airflow.trigger("dies_early_vars")
    assert airflow.wait("dies_early_vars", run) == "failed"
    states = airflow.states("dies_early_vars", run)
    assert states["first"] == states["third"] == "skipped"
    assert "process ended before the task did" in airflow.xcom("dies_early_vars", run, "outcome")["result"]


def test_a_command_follows_a_killed_task(airflow: AirflowServer):
    run = airflow.trigger("killed_then_fail")
    kill(airflow, "killed_then_fail", run, "work")
    assert airflow.wait("killed_then_fail", run) == "failed"
    states = airflow.states("killed_then_fail", run)
    assert states == {"work": "failed", "work.fail": "failed", "never": "skipped", "outcome": "failed"}
    assert airflow.xcom("killed_then_fail", run, "outcome")["result"] == "lost work"


def test_succeed_follows_a_killed_task(airflow: AirflowServer):
    run = airflow.trigger("killed_then_succeed")
    kill(airflow, "killed_then_succeed", run, "work")
    assert airflow.wait("killed_then_succeed", run) == "success"
    assert airflow.xcom("killed_then_succeed", run, "outcome") == {"ended": "well"}
