"""Joins without gates: they start when all their sources have ended, and find out which of these led to them."""

import uuid

import pytest

from tests.unit.making import compiled, definition

pytestmark = pytest.mark.airflow

ECHO = {"action": "std.echo output=1"}
FAIL = {"action": "std.fail"}
LEADS = {"on-success": "j"}
JOIN = {"join": "all", **ECHO}


@pytest.fixture
def run(runner, tmp_path):
    """Run a workflow in which the processes of some tasks die; its tasks and the Airflow states of all."""

    def run(tasks, dead=(), **parts):
        from airflow.models.taskinstance import TaskInstance
        from sqlalchemy import update

        from mistral_airflow.local.execution import read_execution, start_execution

        result = compiled(definition(tasks, **parts))
        assert not result.failed, result.diagnostics
        (output,) = result.outputs
        assert "gate(" not in output.text
        (tmp_path / output.name).write_text(output.text)
        runner.load(tmp_path)
        started = start_execution(runner, "flow", {}, f"joins-{uuid.uuid4()}")
        for name in dead:
            its = TaskInstance.run_id == started.run_id, TaskInstance.task_id == name
            runner.session.execute(update(TaskInstance).where(*its).values(state="failed"))
        runner.session.commit()
        runner.drive(started, 60)
        execution = read_execution(runner, started)
        states = {state.task_id: state.state for state in runner.task_states(started)}
        return execution, {task.name: task for task in execution.tasks}, states

    with runner.forgotten():
        yield run


def test_a_source_that_failed_is_missing(run):
    tasks = {"a": {**ECHO, **LEADS}, "b": {**FAIL, **LEADS}, "j": {**JOIN, "on-error": "z"}, "z": ECHO}
    execution, ended, _ = run(tasks)
    assert (ended["j"].state, ended["j"].state_info) == ("ERROR", "Failed by tasks: ['b']")
    assert ended["z"].state == "SUCCESS"
    assert execution.state == "ERROR"


@pytest.mark.parametrize("event", ["on-error", "on-complete"])
def test_a_source_may_lead_there_by_failing(run, event):
    tasks = {"a": {**ECHO, **LEADS}, "b": {**FAIL, **LEADS, event: "j"}, "j": JOIN}
    _, ended, _ = run(tasks)
    assert ended["j"].state == "SUCCESS"


def test_where_nothing_led_there_it_is_skipped_with_all_that_follows(run):
    tasks = {"a": {**FAIL, **LEADS}, "b": {**FAIL, **LEADS}, "j": {**JOIN, "on-complete": "z"}, "z": ECHO}
    execution, ended, states = run(tasks)
    assert ended.keys() == {"a", "b"}
    assert (states["j"], states["z"], execution.state) == ("skipped", "skipped", "ERROR")


def test_it_is_skipped_with_its_sources(run):
    tasks = {"s": {**FAIL, "on-success": ["a", "b"]}, **{name: {**ECHO, **LEADS} for name in "ab"}, "j": JOIN}
    _, ended, states = run(tasks)
    assert ended.keys() == {"s"}
    assert {states[name] for name in "abj"} == {"skipped"}


def test_a_source_whose_process_died_led_there_only_if_every_failure_does(run):
    tasks = {"a": {**ECHO, **LEADS}, "b": {**ECHO, **LEADS}, "j": JOIN}
    _, ended, _ = run(tasks, dead=["b"])
    assert ended["j"].state_info == "Failed by tasks: ['b']"
    _, ended, _ = run({**tasks, "b": {**ECHO, "on-complete": "j"}}, dead=["b"])
    assert ended["j"].state == "SUCCESS"


def test_what_the_sources_published_is_merged(run):
    tasks = {
        "a": {**ECHO, "publish": {"x": "a", "y": "a"}, **LEADS}, "b": {**ECHO, "publish": {"x": "b"}, **LEADS},
        "j": {"join": "all", "action": "std.echo output=<% [$.x, $.y] %>", "publish": {"all": "<% task().result %>"}},
    }  # fmt: skip
    execution, _, states = run(tasks, output={"all": "<% $.all %>"})
    assert execution.output == {"all": ["b", "a"]}
    assert states["outcome"] == "skipped"  # nothing can be under way beside the last join: it has told


def test_a_command_elsewhere_keeps_it_from_starting(run):
    tasks = {
        "a": {**ECHO, **LEADS}, "b": {**ECHO, "on-complete": "j"}, "j": JOIN,
        "c": {**ECHO, "on-success": "fail"},
    }  # fmt: skip
    execution, ended, states = run({"c": tasks.pop("c"), **tasks})
    assert execution.state == "ERROR"
    assert "j" not in ended
    assert states["j"] == "skipped"
    assert [ended[name].next for name in "ab"] == [[], []]  # they ended after the run did


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_a_source_that_ended_the_run_keeps_it_and_all_after_it_from_starting(run, order):
    sources = {"a": {**ECHO, "publish": {"x": "<% $.no.such %>"}, **LEADS}, "b": {**ECHO, **LEADS}}
    tasks = {name: sources[name] for name in order} | {"j": {**JOIN, "on-complete": "z"}, "z": ECHO}
    execution, ended, states = run(tasks)
    assert execution.state == "ERROR"
    assert ended.keys() == {"a", "b"}
    assert (states["j"], states["z"]) == ("skipped", "skipped")
