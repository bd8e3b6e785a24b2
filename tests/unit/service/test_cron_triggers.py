"""Cron triggers: what the actions answer, beside what the real Mistral answered, and what a tick starts."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.service.conftest import RECORDED

pytestmark = pytest.mark.airflow

KEY = "mistral_cron_trigger_nightly"
OURS_ONLY = {"project_id"}
CREATE = "cron_triggers_create"
FIRST = "2099-01-01 10:00"


def variable(runner, key=KEY):
    return json.loads(text) if (text := runner.variable(key)) else None


@pytest.fixture(autouse=True)
def _no_triggers(runner):
    yield
    from airflow.models.variable import Variable

    runner.session.query(Variable).filter(Variable.key.like("mistral_cron_trigger_%")).delete(False)
    runner.session.commit()


def create(flow, **arguments):
    given = {"name": "nightly", "workflow_identifier": "backup", "workflow_input": {"vm": "x"}, **arguments}
    execution = flow({"call": {"action": "mistral.cron_triggers_create", "input": given}})
    return execution.tasks[0]


def test_a_trigger_has_the_fields_that_mistral_gives(flow, runner):
    made = create(flow, pattern="*/5 * * * *", workflow_params={"env": {}}).result
    theirs = RECORDED["cron.get"]
    assert set(made) == set(theirs) - OURS_ONLY
    same = ("name", "workflow_name", "workflow_input", "workflow_params", "scope", "pattern", "remaining_executions")
    assert {name: made[name] for name in same} == {name: theirs[name] for name in same}
    due = datetime.strptime(made["next_execution_time"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    assert due.minute % 5 == 0
    assert timedelta() < due - datetime.now(UTC) <= timedelta(minutes=5)
    stored = variable(runner)
    assert stored["workflow_input"] == {"vm": "x"}, "a person edits JSON, not JSON in a text"


@pytest.mark.parametrize(
    ("recorded", "arguments"),
    [
        ("cron.create bad first", {"first_time": "2001-01-01 10:00"}),
        ("cron.create bad first2", {"first_time": "tomorrow"}),
        ("cron.create count", {"first_time": FIRST, "count": 2}),
        ("cron.create count0", {"pattern": "* * * * *", "count": 0}),
        ("cron.create nothing", {}),
        ("cron.create badpattern", {"pattern": "hello"}),
        ("cron.create no wf", {"pattern": "* * * * *", "workflow_identifier": "nope"}),
    ],
)
def test_what_mistral_refuses_is_refused_in_its_words(flow, runner, recorded, arguments):
    task = create(flow, **arguments)
    assert task.state == "ERROR"
    assert task.result == f"MistralAction.cron_triggers.create failed: {RECORDED[recorded]['raised']}"
    assert variable(runner) is None


def test_a_first_time_alone_is_once(flow, runner):
    assert create(flow, first_time=FIRST).result["remaining_executions"] == 1
    assert RECORDED["cron.create first"]["remaining_executions"] == 1
    assert variable(runner)["next_execution_time"] == "2099-01-01 10:00:00"


def test_seconds_are_refused_by_name(flow):
    assert "A pattern with seconds is not supported" in create(flow, pattern="* * * * * */10").result


def test_a_second_trigger_of_the_name_get_list_find_and_delete(flow, runner):
    given = {"name": "nightly", "workflow_identifier": "backup", "pattern": "@hourly"}
    execution = flow(
        {
            "create": {"action": "mistral.cron_triggers_create", "input": given, "on-success": "again"},
            "again": {"action": "mistral.cron_triggers_create", "input": given, "on-error": "get"},
            "get": {"action": "mistral.cron_triggers_get name='nightly'", "on-success": "list"},
            "list": {"action": "mistral.cron_triggers_list", "on-success": "find"},
            "find": {
                "action": "mistral.cron_triggers_find",
                "input": {"workflow_name": "backup", "name": "other"},
                "on-success": "delete",
            },
            "delete": {"action": "mistral.cron_triggers_delete name='nightly'", "on-success": "gone"},
            "gone": {"action": "mistral.cron_triggers_delete name='nightly'", "on-error": "noop"},
        }
    )
    results = {task.name: task.result for task in execution.tasks}
    assert execution.state == "SUCCESS", execution.state_info
    assert "Duplicate entry for CronTrigger" in results["again"]
    assert results["get"] == results["create"]
    assert results["list"] == [results["get"]]
    assert results["find"] == []
    assert RECORDED["cron.delete no"]["raised"] in results["gone"]
    assert variable(runner) is None


# What a tick does


@pytest.fixture
def ticking(runner, flow, monkeypatch):
    """Write a trigger as a person would, run the DAG that the compiler wrote at a moment, and see what it started."""
    from airflow.models.variable import Variable

    import mistral_airflow.service.rows as rows

    create(flow, name="other", first_time=FIRST)  # compiles the DAG; not due in these tests

    def tick(moment, trigger=None):
        if trigger:
            Variable.set("mistral_cron_trigger_nightly", trigger, serialize_json=True, session=runner.session)
            runner.session.commit()
        monkeypatch.setattr(rows, "now", lambda: moment)
        run = runner.start("mistral_cron_triggers", {}, f"tick-{uuid.uuid4()}")
        state = runner.drive(run, 60, until=lambda: not runner.active())
        return state, runner.xcom(run, "tick", "return_value")

    return tick


AT = datetime(2030, 1, 31, 10, 0, 1, tzinfo=UTC)
TRIGGER = {
    "id": "the-id", "name": "nightly", "workflow_name": "backup", "workflow_input": {"vm": "x"}, "workflow_params": {},
    "pattern": "0 * * * *", "remaining_executions": 2, "next_execution_time": "2030-01-31 10:00:00",
}  # fmt: skip


def started(runner, fired):
    from mistral_airflow.local.execution import read_execution

    return read_execution(runner, runner.run("backup", fired["execution_id"]))


def test_what_is_due_is_started_and_the_trigger_goes_on(ticking, runner):
    state, (fired,) = ticking(AT, TRIGGER)
    assert (state, fired["trigger"], fired["missed"], fired["error"]) == ("success", "nightly", 0, None)
    assert started(runner, fired).output == {"o": "x"}
    stored = variable(runner)
    assert (stored["remaining_executions"], stored["next_execution_time"]) == (1, "2030-01-31 11:00:00")
    assert ticking(AT + timedelta(minutes=1)) == ("success", [])


def test_the_last_execution_deletes_the_trigger(ticking, runner):
    _, (fired,) = ticking(AT, {**TRIGGER, "remaining_executions": 1})
    assert started(runner, fired).state == "SUCCESS"
    assert variable(runner) is None


def test_missed_times_are_told_and_made_up_for_once(ticking, runner):
    _, (fired,) = ticking(AT + timedelta(hours=3, minutes=30), TRIGGER)
    assert fired["missed"] == 3
    assert variable(runner)["next_execution_time"] == "2030-01-31 14:00:00"
    assert variable(runner)["remaining_executions"] == 1


def test_a_tick_that_comes_again_starts_nothing_twice(ticking, runner):
    from airflow.models.dagrun import DagRun

    _, (first,) = ticking(AT, TRIGGER)
    _, (second,) = ticking(AT, TRIGGER)  # written back: its process died before the trigger went on
    assert first["execution_id"] == second["execution_id"]
    assert runner.session.query(DagRun).filter(DagRun.run_id == first["execution_id"]).count() == 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("{", "holds no JSON"),
        ("[]", "holds no JSON object"),
        (json.dumps({**TRIGGER, "next_execution_time": "soon"}), "next_execution_time is 'soon'"),
        (json.dumps({**TRIGGER, "pattern": "hello"}), "The specified pattern is not valid: hello"),
        (json.dumps({**TRIGGER, "remaining_executions": "two"}), "Value: 'two'. Value should be a number"),
    ],
)
def test_a_trigger_that_cannot_be_read_is_told_and_stops_no_other(ticking, runner, value, words):
    from airflow.models.variable import Variable

    Variable.set("mistral_cron_trigger_broken", value, session=runner.session)
    runner.session.commit()
    state, fired = ticking(AT, TRIGGER)
    assert state == "failed"
    found = {each["trigger"]: each for each in fired}
    assert found["nightly"]["error"] is None
    assert words in found["broken"]["error"]
    assert "mistral_cron_trigger_broken" in found["broken"]["error"]
    assert found["broken"]["execution_id"] is None
    assert runner.variable("mistral_cron_trigger_broken") == value


def test_a_workflow_that_is_gone_is_told_and_the_trigger_goes_on(ticking, runner):
    state, (fired,) = ticking(AT, {**TRIGGER, "workflow_name": "gone"})
    assert state == "failed"
    assert "Workflow not found [workflow_identifier=gone" in fired["error"]
    assert variable(runner)["next_execution_time"] == "2030-01-31 11:00:00"
