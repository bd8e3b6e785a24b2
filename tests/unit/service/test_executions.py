"""Executions that a workflow starts, looks at, waits for; their tasks; and what needs the REST API."""

from __future__ import annotations

import json

import pytest

from tests.unit.making import definition
from tests.unit.service.conftest import RECORDED

pytestmark = pytest.mark.airflow

START = {"wf_identifier": "backup", "workflow_input": {"vm": "x"}, "description": "hello", "env": {"a": 1}}
WAIT = {
    "action": "mistral.executions_get",
    "input": {"id": "<% task(start).result.id %>"},
    "retry": {"count": 50, "delay": 1, "continue-on": "<% task().result.state = RUNNING %>"},
}


def start(**then):
    return {"action": "mistral.executions_create", "input": START, **then}


def results(execution):
    assert execution.state == "SUCCESS", execution.state_info
    return {task.name: task.result for task in execution.tasks}


def test_a_workflow_starts_another_and_waits_for_it(flow):
    found = results(flow({"start": start(**{"on-success": "wait"}), "wait": WAIT}))
    made, ended, theirs = found["start"], found["wait"], RECORDED["executions.get"]
    assert set(made) == set(RECORDED["executions.create"]) - {"project_id"}
    assert set(ended) == set(theirs) - {"project_id", "published_global"}
    same = (
        "workflow_name", "workflow_namespace", "description", "params", "task_execution_id", "root_execution_id",
        "state", "state_info", "output",
    )  # fmt: skip
    assert {name: ended[name] for name in same} == {name: theirs[name] for name in same}
    assert (made["state"], made["output"]) == ("RUNNING", "{}")
    assert json.loads(ended["input"]) == {"vm": "x"}, "defaults are the DAG's, which a task does not see"


def test_the_id_is_what_the_execution_calls_itself(flow, runner):
    made = results(flow({"start": start()}))["start"]
    assert runner.run("backup", made["id"]).conf["vm"] == "x"


def test_items_start_one_execution_each_and_equal_ones_too(flow, runner):
    from airflow.models.dagrun import DagRun

    many = {"with-items": "i in [1, 1, 2]", "action": "mistral.executions_create"}
    task = {**many, "input": {"wf_identifier": "backup", "workflow_input": {"vm": "<% $.i %>"}}}
    made = results(flow({"start": task}))["start"]
    assert len({each["id"] for each in made}) == 3
    assert {runner.session.query(DagRun).filter(DagRun.run_id == each["id"]).one().state for each in made} == {
        "success"
    }


def test_an_execution_can_be_started_anew_from_another(flow):
    again = {"action": "mistral.executions_create", "input": {"source_execution_id": "<% task(start).result.id %>"}}
    found = results(flow({"start": start(**{"on-success": "again"}), "again": again}))
    assert found["again"]["id"] != found["start"]["id"]
    assert found["again"]["input"] == found["start"]["input"]
    assert found["again"]["description"] == f"Based on the execution '{found['start']['id']}'"


@pytest.mark.parametrize(
    ("recorded", "action", "arguments"),
    [
        ("executions.create empty", "executions_create", {"description": "x"}),
        ("executions.get no", "executions_get", {"id": "11111111-1111-1111-1111-111111111111"}),
    ],
)
def test_what_mistral_refuses_is_refused_in_its_words(flow, recorded, action, arguments):
    (task,) = flow({"call": {"action": f"mistral.{action}", "input": arguments}}).tasks
    assert (task.state, RECORDED[recorded]["raised"] in task.result) == ("ERROR", True), task.result


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"wf_identifier": "nope"}, "Workflow not found [workflow_identifier=nope, namespace=]"),
        ({"wf_identifier": "backup"}, "Invalid input [name=backup]"),
        ({"wf_identifier": "backup", "namespace": "a"}, "There are no namespaces on Airflow"),
        ({"wf_identifier": "backup", "workflow_input": "{"}, "workflow_input holds no JSON"),
        ({"wf_identifier": "backup", "workflow_input": "[]"}, "workflow_input must be a dict"),
        ({"wf_identifier": "backup", "parent": {}}, "parent is no parameter of an execution"),
    ],
)
def test_a_start_that_is_refused_fails_the_task_and_its_error_can_be_handled(flow, given, words):
    execution = flow({"call": {"action": "mistral.executions_create", "input": given, "on-error": "noop"}})
    assert execution.state == "SUCCESS"
    assert words in execution.tasks[0].result


def test_a_failed_execution_tells_its_state_and_why(flow):
    failing = {**START, "workflow_input": {"vm": "<% {a=>1} %>", "unknown": 1}}
    tasks = {"start": {**start(**{"on-success": "wait"}), "input": failing}, "wait": WAIT}
    ended = results(flow(tasks))["wait"]
    assert ended["state"] == "ERROR"
    assert "unexpected=['unknown']" in ended["state_info"]


def test_the_tasks_of_an_execution(flow):
    found = results(
        flow(
            {
                "start": start(**{"on-success": "wait"}),
                "wait": {**WAIT, "on-success": "list"},
                "list": {
                    "action": "mistral.tasks_list",
                    "input": {"workflow_execution_id": "<% task(start).result.id %>"},
                    "on-success": ["get", "actions", "find"],
                },
                "get": {"action": "mistral.tasks_get", "input": {"id": "<% task(list).result[0].id %>"}},
                "find": {
                    "action": "mistral.tasks_find",
                    "input": {"workflow_execution_id": "<% task(start).result.id %>", "state": "ERROR"},
                },
                "actions": {
                    "action": "mistral.action_executions_list",
                    "input": {"task_execution_id": "<% task(list).result[0].id %>"},
                    "on-success": "action",
                },
                "action": {
                    "action": "mistral.action_executions_get",
                    "input": {"id": "<% task(actions).result[0].id %>"},
                },
            }
        )
    )
    (listed,), theirs = found["list"], RECORDED["tasks.get"]
    assert set(listed) == set(RECORDED["tasks.list"][0]) - {"project_id"}
    same = ("name", "type", "workflow_name", "tags", "state", "state_info", "runtime_context", "published", "processed")
    assert {name: listed[name] for name in same} == {name: theirs[name] for name in same}
    assert (listed["workflow_execution_id"], found["get"]) == (
        found["start"]["id"],
        {**listed, "result": theirs["result"]},
    )
    assert found["find"] == []
    assert found["action"]["output"] == RECORDED["action_executions.get"]["output"]
    assert found["action"]["accepted"] is True


def test_own_tasks_have_the_id_that_expressions_see(flow):
    get = {"action": "mistral.tasks_get", "input": {"id": "<% task(first).id %>"}}
    found = results(flow({"first": {"action": "std.echo output=1", "on-success": "get"}, "get": get}))
    assert (found["get"]["name"], found["get"]["result"]) == ("first", "1")


def test_an_action_run_directly(flow):
    call = {"action": "mistral.action_executions_create", "input": {"name": "std.echo", "input": {"output": "x"}}}
    made = results(flow({"call": call}))["call"]
    theirs = RECORDED["action_executions.create"]
    assert made == {name: value for name, value in theirs.items() if name != "project_id"}


@pytest.mark.parametrize("name", ["members_list", "workflows_delete"])
def test_a_name_that_cannot_be_served_and_only_the_run_knows(flow, name):
    execution = flow({"call": {"action": "<% $.n %>"}}, vars={"n": f"mistral.{name}"})
    assert execution.state == "ERROR"
    assert f"Failed to find action [action_name=mistral.{name}]" in execution.state_info


def test_what_asks_the_rest_api_says_which_connection_it_needs(flow):
    (task,) = flow({"call": {"action": "mistral.executions_list"}}).tasks
    assert task.state == "ERROR"
    assert "There is no connection 'mistral_airflow_api'" in task.result
    assert "docs/mistral-actions.md" in task.result


WAITING = definition({"ask": {"action": "std.async_noop", "on-success": "after"}, "after": None})


def test_a_run_that_is_paused_is_told_from_one_that_waits_for_a_result(flow, runner):
    from mistral_airflow import operations

    waiting, calling = WAITING.replace("\nflow:", "\nwaiting:"), definition({"t": {"workflow": "waiting"}})
    others = waiting, calling.replace("\nflow:", "\ncalling:")
    ids = {
        name: results(flow({"t": {"action": f"mistral.executions_create wf_identifier='{name}'"}}, *others))["t"]["id"]
        for name in ("waiting", "calling")
    }

    def states():
        tasks = {name: {"action": f"mistral.executions_get id='{id}'"} for name, id in ids.items()}
        return {name: result["state"] for name, result in results(flow(tasks, *others)).items()}

    assert states() == {"waiting": "RUNNING", "calling": "RUNNING"}
    operations.pause(runner.session, runner.run("waiting", ids["waiting"]))
    runner.session.commit()
    assert states() == {"waiting": "PAUSED", "calling": "RUNNING"}
    (below,) = [run for run in runner.active() if run.dag_id == "waiting" and run.run_id != ids["waiting"]]
    for task in runner.run("waiting", below.run_id).get_task_instances(session=runner.session):
        if task.state is None:
            task.state = "awaiting_input"  # what holds the called workflow alone, as its own command `pause` would
    runner.session.commit()
    assert states() == {"waiting": "PAUSED", "calling": "PAUSED"}
