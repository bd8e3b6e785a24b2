"""What a person does to a run, in this process: what the recorded cases do not ask."""

import uuid

import pytest

from tests.unit.making import compiled, definition

pytestmark = pytest.mark.airflow


@pytest.fixture
def started(runner, tmp_path):
    """Compile workflows, start the first and drive it until it waits for somebody."""

    def start(*texts):
        from mistral_airflow.local.execution import start_execution

        result = compiled(*texts)
        assert not [d for d in result.diagnostics if d.code[0] == "E"]
        for output in result.outputs:
            (tmp_path / output.name).write_text(output.text)
        runner.load(tmp_path)
        run = start_execution(runner, result.outputs[0].name.removesuffix(".py"), {}, f"operated-{uuid.uuid4()}")
        runner.drive(run, 60)
        return run

    with runner.forgotten():
        yield start


def read(runner, run):
    from mistral_airflow.local.execution import read_execution

    return read_execution(runner, run)


def test_a_stop_is_shown_at_once_and_nothing_follows_a_late_result(runner, started):
    from mistral_airflow import operations

    run = started(definition({"ask": {"action": "std.async_noop", "on-success": "after"}, "after": None}))
    operations.stop(runner.session, run, "ERROR", "enough")
    assert operations.state_of(runner.session, run) == "ERROR"
    runner.session.commit()
    assert runner.drive(run, 60) == "failed"
    operations.complete_action(runner.session, run, "ask", "SUCCESS", "late")
    runner.session.commit()
    assert runner.drive(run, 60) == "failed"
    execution = read(runner, run)
    assert (execution.state, execution.state_info, execution.output) == ("ERROR", "enough", {"result": "enough"})
    assert [(task.name, task.state, task.result, task.next) for task in execution.tasks] == [
        ("ask", "SUCCESS", "late", [])
    ]


def test_what_an_operation_cannot_do_is_refused_with_the_reason(runner, started):
    from mistral_airflow import operations

    run = started(definition({"t": {"action": "std.fail"}, "ok": {"action": "std.echo output=1"}}))
    session = runner.session
    with pytest.raises(operations.OperationRefused, match="no task 'none'"):
        operations.rerun(session, run, "none")
    with pytest.raises(operations.OperationRefused, match="'ok' has not failed"):
        operations.skip(session, run, "ok")
    with pytest.raises(operations.OperationRefused, match="does not wait for the result"):
        operations.complete_action(session, run, "t")
    with pytest.raises(operations.OperationRefused, match="in ERROR cannot be paused"):
        operations.pause(session, run)
    with pytest.raises(operations.OperationRefused, match="SUCCESS, ERROR, CANCELLED"):
        operations.stop(session, run, "PAUSED")


def test_marks_are_no_parameters_of_the_execution(runner, started):
    from mistral_airflow import operations

    task = {"action": "std.fail", "on-skip": "after"}
    after = {"action": "std.echo output=<% execution().params %>"}
    run = started(definition({"t": task, "after": after}))
    operations.skip(runner.session, run, "t", env={"x": 1})
    runner.session.commit()
    assert runner.drive(run, 60) == "success"
    (result,) = [each.result for each in read(runner, run).tasks if each.name == "after"]
    assert result == {"env": {"x": 1}, "namespace": ""}


def test_a_task_leads_to_the_runs_it_started_and_these_lead_back(runner, started):
    from airflow.serialization.serialized_objects import DagSerialization

    from mistral_airflow.operators.links import LINK_KEY

    called = definition({"a": {"action": "std.noop"}}).replace("flow:", "called:")
    turning = {"publish": {"n": "<% $.get(n, 0) + 1 %>"}, "on-success": [{"turn": "<% $.n < 3 %>"}]}
    run = started(
        definition({"t": {"workflow": "called", "on-success": "turn"}, "turn": {"action": "std.noop", **turning}}),
        called,
    )
    (child,) = next(task for task in read(runner, run).tasks if task.name == "t").children
    url = f"/dags/{run.dag_id}/runs/{run.run_id}/tasks/"
    assert runner.xcom(run, "t", LINK_KEY).endswith(f"/dags/{child[0]}/runs/{child[1]}")
    assert f"[t]({url}t)" in runner.run(*child).note.replace("http://localhost:8080", "")
    assert runner.xcom(run, "t.turn", LINK_KEY).endswith(f"/dags/{run.dag_id}..turn/runs")  # three of them
    loaded = DagSerialization.from_dict(DagSerialization.to_dict(runner.dag(run.dag_id)))
    assert loaded.task_dict["t"].extra_links == loaded.task_dict["t.turn"].extra_links == ["Started runs"]
