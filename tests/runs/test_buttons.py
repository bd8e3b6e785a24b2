"""Airflow's own buttons, in this process: what a clear or a mark of Airflow's leads to in a run of a workflow."""

import json
import uuid

import pytest

from tests.unit.making import compiled, definition

pytestmark = pytest.mark.airflow


@pytest.fixture
def started(runner, tmp_path):
    """Compile workflows, start the first and drive it to its end, or until it waits for somebody."""

    def start(*texts, map_items=False, **conf):
        from mistral_airflow.local.execution import start_execution

        result = compiled(*texts, map_items=map_items)
        assert not [d for d in result.diagnostics if d.code[0] == "E"]
        for output in result.outputs:
            (tmp_path / output.name).write_text(output.text)
        runner.load(tmp_path)
        run = start_execution(runner, result.outputs[0].name.removesuffix(".py"), conf, f"pressed-{uuid.uuid4()}")
        runner.drive(run, 60)
        return run

    with runner.forgotten():
        yield start


def clear(runner, run, task_id, *, downstream=True, only_failed=False, map_index=None):
    """What Airflow's API does for its button."""
    from airflow.models.taskinstance import clear_task_instances

    dag = runner.dag(run.dag_id)
    ids = {task_id, *(dag.get_task(task_id).get_flat_relative_ids(upstream=False) if downstream else ())}
    chosen = [
        ti
        for ti in run.get_task_instances(session=runner.session)
        if ti.task_id in ids and (map_index is None or ti.task_id != task_id or ti.map_index == map_index)
        if ti.state == "failed" or not only_failed
    ]
    clear_task_instances(chosen, runner.session)
    runner.session.commit()


def mark(runner, run, task_id, state, map_index=-1):
    """What Airflow's API does for its button."""
    from airflow.api_fastapi.core_api.services.public.task_instances import _emit_state_listener_hooks
    from airflow.models.dagbag import DBDagBag

    dag = DBDagBag(load_op_links=False).get_dag_for_run(run, session=runner.session)
    marked = dag.set_task_instance_state(
        task_id=task_id, map_indexes=[map_index], run_id=run.run_id, state=state, session=runner.session
    )
    _emit_state_listener_hooks(marked, state)
    runner.session.commit()


def read(runner, run):
    from mistral_airflow.local.execution import read_execution

    execution = read_execution(runner, run)
    return execution.state, execution.output, {task.name: (task.state, task.result) for task in execution.tasks}


@pytest.fixture
def switch(monkeypatch):
    """Say in the stored environment `switch` whether flaky tasks fail; a variable of the process leaves the database
    alone, and its sessions."""
    return lambda value: monkeypatch.setenv("AIRFLOW_VAR_MISTRAL_ENVIRONMENT_SWITCH", json.dumps({"broken": value}))


BROKEN = "if ($.broken) throw 'broken'; return $.value"


def flaky(value, broken="<% env().broken %>", **clauses):
    """A task that fails while the environment `switch` says so."""
    context = {"broken": broken, "value": value}
    return {"action": "std.js", "input": {"script": BROKEN, "context": context}, **clauses}


ENV = {"__mistral": {"env": "switch"}}


@pytest.mark.parametrize("only", [{}, {"only_failed": True}, {"downstream": False}], ids=str)
def test_a_cleared_task_goes_on_with_its_context(runner, started, switch, only):
    switch(True)
    before = {"action": "std.echo output=1", "publish": {"a": "<% task().result %>"}, "on-success": "risky"}
    risky = flaky("<% $.a %>", publish={"b": "<% task().result %>"}, **{"on-success": "after", "on-error": "other"})
    after = {"action": "std.echo output=<% [$.a, $.b] %>"}
    run = started(definition({"before": before, "risky": risky, "after": after, "other": None}), **ENV)
    assert read(runner, run)[2].keys() == {"before", "risky", "other"}
    switch(False)
    clear(runner, run, "risky", **only)
    assert runner.drive(run, 60) == "success"
    assert read(runner, run)[2] == {
        "before": ("SUCCESS", 1), "risky": ("SUCCESS", 1), "after": ("SUCCESS", [1, 1]),
    }  # fmt: skip


def test_a_cleared_task_of_a_called_workflow_lets_the_caller_go_on(runner, started, switch):
    from mistral_airflow.operations import family
    from mistral_airflow.operations.environment import set_env

    switch(True)
    called = definition({"risky": flaky("deep")}, output={"out": "<% task(risky).result %>"}).replace(
        "\nflow:", "\ninner:"
    )
    middle = definition({"call": {"workflow": "inner"}}, output={"out": "<% task(call).result.out %>"})
    top = {"call": {"workflow": "middle", "on-success": "after"}, "after": {"action": "std.noop"}}
    outer = definition(top, output={"got": "<% task(call).result %>"})
    run = started(outer, middle.replace("\nflow:", "\nmiddle:"), called, **ENV)
    assert read(runner, run)[0] == "ERROR"
    inner = list(family.tree(runner.session, run))[-1]
    set_env(runner.session, inner, {"broken": False})  # what was called has the environment that was, in its conf
    clear(runner, inner, "risky")
    assert runner.drive(run, 60) == "success"
    assert read(runner, run)[1:] == (
        {"got": {"out": "deep"}}, {"call": ("SUCCESS", {"out": "deep"}), "after": ("SUCCESS", None)}
    )  # fmt: skip


def test_a_cleared_task_of_a_loop_lets_the_workflow_go_on(runner, started, switch):
    from mistral_airflow.operations import family

    switch(True)
    broken = "<% env().broken and $.n = 2 %>"
    turn = flaky("<% $.n %>", broken, publish={"n": "<% $.n + 1 %>"}, **{"on-success": [{"turn": "<% $.n < 4 %>"}]})
    turn["on-success"].append({"done": "<% $.n >= 4 %>"})
    tasks = {"first": {"action": "std.noop", "publish": {"n": 0}, "on-success": "turn"}, "turn": turn, "done": None}
    run = started(definition(tasks, output={"n": "<% $.n %>"}), **ENV)
    assert read(runner, run)[0] == "ERROR"
    rounds = list(family.activations(runner.session, run))
    assert len(rounds) == 3
    switch(False)
    (failed,) = [each for each in rounds if each.state == "failed"]
    clear(runner, failed, "turn")
    assert runner.drive(run, 60) == "success"
    assert read(runner, run)[1] == {"n": 4}


@pytest.mark.parametrize(
    ("state", "ends", "follows"), [("success", "SUCCESS", "after"), ("skipped", "SKIPPED", "instead")]
)
def test_a_marked_task_is_what_it_was_marked_as(runner, started, state, ends, follows):
    clauses = {"on-success": "after", "on-skip": "instead", "on-error": "other"}
    risky = {"action": "std.fail", "publish": {"by": "success"}, "publish-on-skip": {"by": "skip"}, **clauses}
    tasks = {"risky": risky, "after": None, "instead": None, "other": {"action": "std.fail"}}
    run = started(definition(tasks, output={"by": "<% $.by %>"}))
    assert read(runner, run)[0] == "ERROR"
    mark(runner, run, "risky", state)
    assert runner.drive(run, 60) == "success"
    ended, output, seen = read(runner, run)
    assert (ended, output) == ("SUCCESS", {"by": "success" if state == "success" else "skip"})
    assert {name: task[0] for name, task in seen.items()} == {"risky": ends, follows: "SUCCESS"}
    clear(runner, run, "risky")  # and what a person said of its end is not held against it
    assert runner.drive(run, 60) == "failed"
    assert read(runner, run)[2].keys() == {"risky", "other"}


@pytest.mark.parametrize("only", [{"map_index": 1}, {"only_failed": True}], ids=str)
def test_only_the_items_that_are_cleared_run_again(runner, started, switch, only):
    switch(True)
    broken = "<% env().broken and $.i = 2 %>"
    each = flaky("<% $.i %>", broken, **{"with-items": "i in <% [1, 2, 3] %>", "on-success": "after"})
    run = started(definition({"each": each, "after": None}), map_items=True, **ENV)
    state, _, seen = read(runner, run)
    assert (state, [seen["each"][1][0], seen["each"][1][2]]) == ("ERROR", [1, 3])
    instances = {ti.map_index: ti for ti in run.get_task_instances(session=runner.session) if ti.task_id == "each.item"}
    assert [instances[i].state for i in range(3)] == ["success", "failed", "success"]
    assert [instances[i].rendered_map_index for i in range(3)] == ["1", "2", "3"]
    switch(False)
    clear(runner, run, "each.item", **only)
    assert runner.drive(run, 60) == "success"
    assert read(runner, run)[2] == {"each": ("SUCCESS", [1, 2, 3]), "after": ("SUCCESS", None)}
    tries = {ti.map_index: ti.try_number for ti in run.get_task_instances(session=runner.session) if ti.map_index >= 0}
    assert tries == {0: 1, 1: 2, 2: 1}


def test_an_item_that_is_marked_as_succeeded_has_no_result(runner, started):
    arguments = {"script": "if ($ == 2) throw 2; return $", "context": "<% $.i %>"}
    each = {"with-items": "i in <% [1, 2] %>", "action": "std.js", "input": arguments, "on-success": "after"}
    run = started(definition({"each": each, "after": None}), map_items=True)
    assert read(runner, run)[0] == "ERROR"
    mark(runner, run, "each.item", "success", map_index=1)
    assert runner.drive(run, 60) == "success"
    assert read(runner, run)[2] == {"each": ("SUCCESS", [1, None]), "after": ("SUCCESS", None)}


def test_a_run_that_is_marked_failed_cancels_what_it_called(runner, started):
    from airflow.api_fastapi.core_api.services.public.dag_run import DagRunMutableStates, patch_dag_run_state
    from airflow.models.dagbag import DBDagBag

    from mistral_airflow.operations import family, state_of

    called = definition({"ask": {"action": "std.async_noop", "on-success": "after"}, "after": None})
    run = started(definition({"call": {"workflow": "called"}}), called.replace("\nflow:", "\ncalled:"))
    _, child = family.tree(runner.session, run)
    dag = DBDagBag(load_op_links=False).get_dag_for_run(run, session=runner.session)
    patch_dag_run_state(dag=dag, dag_run=run, state=DagRunMutableStates.FAILED, session=runner.session)
    runner.session.commit()
    assert runner.drive(child, 60) == "failed"
    assert (state_of(runner.session, run), state_of(runner.session, child)) == ("ERROR", "CANCELLED")
    clear(runner, run, "call")  # a new run of the workflow: the old one was cancelled
    assert runner.drive(run, 60) == "running"
    assert [each.state for each in family.children(runner.session, run)] == ["running"]
