"""Airflow's own buttons on the real scheduler, through its API: clear, mark a task, mark a run; mapped items."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mistral_airflow.local.server import AirflowServer
from tests.integration.conftest import HERE, Databases, compile_folder, serve
from tests.integration.parked import wait_until_parked

pytestmark = pytest.mark.slow
SWITCH = "mistral_environment_switch"
CONF = {"__mistral": {"env": "switch"}}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[AirflowServer]:
    home = tmp_path_factory.mktemp("buttons")
    ids = compile_folder(home / "dags", [HERE / "mapped" / "buttons.yaml"], map_items=True)
    with serve(home, databases("buttons")) as airflow:
        airflow.wait_for_dags(ids)
        airflow.call("POST", "/api/v2/variables", json={"key": SWITCH, "value": "{}"})
        yield airflow


@pytest.fixture
def broken(server: AirflowServer) -> Iterator[Callable[[bool], None]]:
    """Say whether the environment is broken."""

    def switch(value: bool) -> None:
        text = '{"broken": true}' if value else "{}"
        server.call("PATCH", f"/api/v2/variables/{SWITCH}", json={"key": SWITCH, "value": text})

    switch(True)
    yield switch
    switch(False)


def clear(server: AirflowServer, dag_id: str, run: str, *tasks: Any) -> None:
    """Clear tasks, or (task, item)s, and all that comes after them."""
    body = {"dag_run_id": run, "task_ids": tasks, "include_downstream": True, "only_failed": False, "dry_run": False}
    server.call("POST", f"/api/v2/dags/{dag_id}/clearTaskInstances", json=body)


def mark(server: AirflowServer, dag_id: str, run: str, task: str, state: str) -> None:
    path = f"/api/v2/dags/{dag_id}/dagRuns/{run}/taskInstances/{task}"
    server.call("PATCH", path, json={"new_state": state})


def items(server: AirflowServer, run: str, task: str = "greet.item", dag_id: str = "each") -> list[dict[str, Any]]:
    path = f"/api/v2/dags/{dag_id}/dagRuns/{run}/taskInstances/{task}/listMapped"
    return sorted(server.call("GET", path)["task_instances"], key=lambda each: each["map_index"])


def until(condition: Callable[[], Any], what: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 90
    while not condition():
        assert time.monotonic() < deadline, what()
        time.sleep(0.2)


def failed(server: AirflowServer, dag_id: str = "each") -> str:
    run = server.trigger(dag_id, CONF)
    assert server.wait(dag_id, run) == "failed"
    return run


def test_only_a_cleared_item_runs_again(server: AirflowServer, broken: Callable[[bool], None]) -> None:
    run = failed(server)
    assert [each["state"] for each in items(server, run)] == ["success", "failed", "success"]
    assert [each["rendered_map_index"] for each in items(server, run)] == ["ann", "bob", "cid"]
    broken(False)
    clear(server, "each", run, ["greet.item", 1])
    assert server.wait("each", run) == "success"
    assert server.xcom("each", run, "outcome") == {
        "all": ["Hello, ann", "Hello, bob", "Hello, cid"], "went": "after",
    }  # fmt: skip
    assert [each["try_number"] for each in items(server, run)] == [1, 2, 1]
    path = f"/api/v2/dags/each/dagRuns/{run}/taskInstances/greet.item/logs/2?map_index=1"
    assert "std.js for item 1" in str(server.call("GET", path)["content"])


def test_no_items(server: AirflowServer) -> None:
    run = server.trigger("each", {"names": []})
    assert server.wait("each", run) == "success"
    assert server.xcom("each", run, "outcome") == {"all": [], "went": "after"}


@pytest.mark.parametrize(
    ("state", "output"),
    [
        ("success", {"all": ["Hello, ann", None, "Hello, cid"], "went": "after"}),
        ("skipped", {"all": [], "went": "without"}),
    ],
)
def test_a_marked_task_leads_on(
    server: AirflowServer, broken: Callable[[bool], None], state: str, output: dict[str, Any]
) -> None:
    run = failed(server)
    mark(server, "each", run, "greet", state)
    assert server.wait("each", run) == "success"
    assert server.xcom("each", run, "outcome") == output


def test_a_marked_task_of_a_called_workflow_lets_the_caller_go_on(
    server: AirflowServer, broken: Callable[[bool], None]
) -> None:
    run = failed(server, "calls_each")
    (child,) = [each["dag_run_id"] for each in server.runs("each") if each["dag_run_id"].startswith("call.")]
    mark(server, "each", child, "greet", "success")
    assert server.wait("each", child) == "success"
    until(lambda: server.run("calls_each", run)["state"] == "success", lambda: server.states("calls_each", run))
    got = server.xcom("calls_each", run, "outcome")["got"]
    assert got == {"all": ["Hello, ann", None, "Hello, cid"], "went": "after"}


def test_a_cleared_task_of_a_loop_lets_the_workflow_go_on(
    server: AirflowServer, broken: Callable[[bool], None]
) -> None:
    run = failed(server, "rounds")
    (round_,) = [each["dag_run_id"] for each in server.runs("rounds..turn") if each["state"] == "failed"]
    broken(False)
    clear(server, "rounds..turn", round_, "turn")
    until(lambda: server.run("rounds", run)["state"] == "success", lambda: server.states("rounds", run))
    assert server.xcom("rounds", run, "outcome") == {"n": 3}


def test_a_run_that_is_marked_failed_ends_with_all_it_called(server: AirflowServer) -> None:
    run = server.trigger("holds")
    until(lambda: [each for each in server.runs("held") if each["state"] == "running"], lambda: server.runs("held"))
    (child,) = [each["dag_run_id"] for each in server.runs("held") if each["state"] == "running"]
    wait_until_parked(server, "held", child, "ask")
    server.call("PATCH", f"/api/v2/dags/holds/dagRuns/{run}", json={"state": "failed"})
    assert server.wait("held", child) == "failed"
    assert server.xcom("held", child, "outcome", "mistral")["state"] == "CANCELLED"
    assert server.states("held", child)["never"] == "skipped"
    assert server.states("holds", run)["never"] == "skipped"
    assert server.run("holds", run)["state"] == "failed"


def test_a_target_may_depend_on_input_and_environment(server: AirflowServer) -> None:
    run = server.trigger("placed", {"__mistral": {"env": {"site": "lab"}}})
    assert server.wait("placed", run) == "success"
    queues = {task_id: task["queue"] for task_id, task in server.tasks("placed", run).items()}
    assert (queues["one"], queues["each"]) == ("north", "lab-north")
    assert [each["queue"] for each in items(server, run, "each.item", "placed")] == ["lab-north", "lab-north"]
    clear(server, "placed", run, "one")
    assert server.wait("placed", run) == "success"
    assert server.tasks("placed", run)["one"]["queue"] == "north"
