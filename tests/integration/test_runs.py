"""The examples on the real scheduler, started through the public REST API."""

from __future__ import annotations

import pytest

from mistral_airflow.local.api import ApiError
from mistral_airflow.local.server import AirflowServer

pytestmark = pytest.mark.slow


def test_a_workflow_runs_with_plain_inputs(airflow: AirflowServer):
    run = airflow.trigger("release", {"version": "1.0", "platforms": 3})
    assert airflow.wait("release", run) == "success"
    assert airflow.xcom("release", run, "outcome") == {"released": "app-1.0.tar.gz", "checks": ["passed", "passed"]}
    assert airflow.xcom("release", run, "publish_artifact") == "published app-1.0.tar.gz after 3 checks"
    states = airflow.states("release", run)
    assert {task for task, state in states.items() if state == "success" and "." not in task} == {
        "build", "test_linux", "test_bsd", "publish_artifact", "announce", "outcome",
    }  # fmt: skip
    assert states["roll_back"] == states["roll_back.fail"] == "skipped"


def test_the_last_task_of_a_chain_tells_the_outcome(airflow: AirflowServer):
    run = airflow.trigger("hello", {"name": "moon"})
    assert airflow.wait("hello", run) == "success"
    assert airflow.states("hello", run) == {"greet": "success", "outcome": "skipped"}
    assert airflow.xcom("hello", run, "outcome") == {"greeting": "Hello, moon!"}


def test_an_error_is_handled_and_the_command_fail_ends_the_run(airflow: AirflowServer):
    run = airflow.trigger("release", {"version": "1.1", "broken": True})
    assert airflow.wait("release", run) == "failed"
    message = "Version 1.1 did not pass its tests and was rolled back."
    assert airflow.xcom("release", run, "outcome") == {"result": message, "rolled_back": True}
    states = airflow.states("release", run)
    assert states["roll_back"] == "success"
    assert states["roll_back.fail"] == "failed"
    assert states["announce"] == "skipped"
    assert message in airflow.log("release", run, "outcome")


def test_a_missing_input_is_refused_and_there_is_no_run(airflow: AirflowServer):
    with pytest.raises(ApiError, match="version") as refused:
        airflow.trigger("release", {"broken": True}, run_id="never")
    assert refused.value.status == 400
    with pytest.raises(ApiError, match="404"):
        airflow.run("release", "never")


def test_an_unknown_input_fails_the_run_before_any_action(airflow: AirflowServer):
    run = airflow.trigger("release", {"version": "1.0", "platform": 3})
    assert airflow.wait("release", run) == "failed"
    message = (
        "Invalid input [name=release, unexpected=['platform']]. "
        "The inputs of this workflow: version, platforms, broken."
    )
    assert airflow.xcom("release", run, "outcome") == {"result": message}
    assert message in airflow.log("release", run, "outcome")
    assert "Running std.echo" not in airflow.log("release", run, "build")
    states = airflow.states("release", run)
    assert states.pop("build") == states.pop("outcome") == "failed"
    assert set(states.values()) == {"skipped"}


def test_inputs_keep_their_types(airflow: AirflowServer):
    run = airflow.trigger("typed_inputs", {"needed": {"a": [1, None, "x"]}, "number": None, "text": 7})
    assert airflow.wait("typed_inputs", run) == "success"
    assert airflow.xcom("typed_inputs", run, "outcome") == {
        "needed": {"a": [1, None, "x"]},
        "text": 7,
        "number": None,
        "share": 0.5,
        "flag": True,
        "nothing": None,
        "listed": [1, "two"],
        "mapped": {"a": {"b": 1}},
    }


def test_the_environment_parameter_comes_in_the_reserved_key(airflow: AirflowServer):
    run = airflow.trigger("chain_of_three", {"__mistral": {"env": {"region": "north"}}})
    assert airflow.wait("chain_of_three", run) == "success"
    refused = airflow.trigger("chain_of_three", {"__mistral": {"env": "stored"}})
    assert airflow.wait("chain_of_three", refused) == "failed"
    assert "Environment is not found: stored" in airflow.xcom("chain_of_three", refused, "outcome")["result"]


def test_no_warning_of_ours_is_logged(airflow: AirflowServer):
    lines = [line for log in airflow.logs.glob("*.log") for line in log.read_text(errors="replace").splitlines()]
    ours = [line for line in lines if "mistral" in line.lower() and ("[warning" in line or "Traceback" in line)]
    assert not ours
    assert airflow.import_errors() == {}
    plugins = airflow.call("GET", "/api/v2/plugins")["plugins"]
    assert [plugin["name"] for plugin in plugins].count("mistral") == 1
    assert airflow.call("GET", "/api/v2/plugins/importErrors")["total_entries"] == 0
    providers = airflow.call("GET", "/api/v2/providers", params={"limit": 100})["providers"]
    assert "mistralc" in [provider["package_name"] for provider in providers]
