"""Stored environments, which a run can also be started with."""

from __future__ import annotations

import json

import pytest

from tests.unit.making import definition
from tests.unit.service.conftest import RECORDED

pytestmark = pytest.mark.airflow
OURS_LACKS = {"project_id", "created_at", "updated_at"}


@pytest.fixture(autouse=True)
def _no_environments(runner):
    yield
    from airflow.models.variable import Variable

    runner.session.query(Variable).filter(Variable.key.like("mistral_environment_%")).delete(False)
    runner.session.commit()


def test_the_life_of_an_environment(flow, runner):
    execution = flow(
        {
            "create": {
                "action": "mistral.environments_create",
                "input": {"name": "site", "description": "s", "variables": {"a": 1}},
                "on-success": "twice",
            },
            "twice": {
                "action": "mistral.environments_create",
                "input": {"name": "site", "variables": {"a": 1}},
                "on-error": "get",
            },
            "get": {"action": "mistral.environments_get name='site'", "on-success": "list"},
            "list": {"action": "mistral.environments_list", "on-success": "update"},
            "update": {
                "action": "mistral.environments_update",
                "input": {"name": "site", "variables": {"b": 2}},
                "on-success": "start",
            },
            "start": {
                "action": "mistral.executions_create",
                "input": {"wf_identifier": "reader", "env": "site"},
                "on-success": "wait",
            },
            "wait": {
                "action": "mistral.executions_get",
                "input": {"id": "<% task(start).result.id %>"},
                "retry": {"count": 50, "delay": 1, "continue-on": "<% task().result.state = RUNNING %>"},
                "on-success": "find",
            },
            "find": {"action": "mistral.environments_find name='other'", "on-success": "delete"},
            "delete": {"action": "mistral.environments_delete name='site'", "on-success": "gone"},
            "gone": {"action": "mistral.environments_get name='site'", "on-error": "noop"},
        },
        definition({"t": {"action": "std.noop"}}, output={"b": "<% env().b %>"}).replace("flow:", "reader:"),
    )
    results = {task.name: task.result for task in execution.tasks}
    assert execution.state == "SUCCESS", execution.state_info
    theirs = RECORDED["env.create"]
    assert set(results["create"]) == set(theirs) - OURS_LACKS
    assert {k: v for k, v in results["create"].items() if k != "id"} == {
        k: v for k, v in theirs.items() if k not in OURS_LACKS | {"id"}
    }
    assert RECORDED["env.create dup"]["raised"] in results["twice"]
    assert results["get"]["variables"] == {"a": 1}
    assert results["list"] == [results["get"]]
    assert results["update"]["variables"] == RECORDED["env.update"]["variables"] == {"b": 2}
    assert json.loads(results["wait"]["output"]) == {"b": 2}
    assert results["find"] == []
    assert RECORDED["env.get no"]["raised"].replace("sitexx", "site") in results["gone"]
    assert runner.variable("mistral_environment_site") is None


@pytest.mark.parametrize(
    ("recorded", "action", "arguments"),
    [
        ("env.update no", "environments_update", {"name": "sitex", "variables": {"b": 2}}),
        ("env.delete no", "environments_delete", {"name": "site"}),
    ],
)
def test_what_mistral_refuses_is_refused_in_its_words(flow, recorded, action, arguments):
    (task,) = flow({"call": {"action": f"mistral.{action}", "input": arguments}}).tasks
    assert (task.state, RECORDED[recorded]["raised"] in task.result) == ("ERROR", True), task.result
