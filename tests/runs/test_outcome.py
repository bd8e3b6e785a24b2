"""Who tells the outcome of a run: its last task, in its own process, where that can be known; else the outcome."""

import uuid

import pytest

from tests.unit.making import compiled, definition

pytestmark = pytest.mark.airflow

ECHO = {"action": "std.echo output=1"}
FAIL = {"action": "std.fail"}


@pytest.fixture
def ended(runner, tmp_path):
    """Compile a workflow and run it to its end: the execution, and Airflow's state of its outcome."""

    def run(tasks, **parts):
        from mistral_airflow.local.execution import read_execution, start_execution

        result = compiled(definition(tasks, **parts))
        assert not result.failed, result.diagnostics
        (output,) = result.outputs
        (tmp_path / output.name).write_text(output.text)
        runner.load(tmp_path)
        started = start_execution(runner, "flow", {}, f"ended-{uuid.uuid4()}")
        runner.drive(started, 60)
        states = {state.task_id: state.state for state in runner.task_states(started)}
        return read_execution(runner, started), states["outcome"], started

    with runner.forgotten():
        yield run


def test_the_last_task_of_a_chain_tells_it(ended):
    tasks = {"a": {**ECHO, "publish": {"x": "<% task().result %>"}, "on-success": "b"}, "b": ECHO}
    execution, state, _ = ended(tasks, output={"y": "<% $.x + 1 %>"})
    assert (execution.state, execution.output, state) == ("SUCCESS", {"y": 2}, "skipped")


def test_so_does_a_task_whose_error_handler_was_not_needed(ended):
    tasks = {"a": {**ECHO, "on-success": "b", "on-error": "c"}, "b": ECHO, "c": ECHO}
    execution, state, _ = ended(tasks)
    assert ([task.name for task in execution.tasks], state) == (["a", "b"], "skipped")


@pytest.mark.parametrize(
    ("tasks", "end"),
    [
        ({"a": {**ECHO, "on-success": ["b", "c"]}, "b": ECHO, "c": ECHO}, "SUCCESS"),
        ({"a": ECHO, "b": ECHO}, "SUCCESS"),
        ({"a": {**ECHO, "on-success": ["b", {"c": "<% true %>"}]}, "b": ECHO, "c": ECHO}, "SUCCESS"),
        ({"a": {**ECHO, "on-success": "b", "on-complete": "c"}, "b": ECHO, "c": ECHO}, "SUCCESS"),
        ({"a": {**ECHO, "on-success": "b"}, "b": {**ECHO, "on-success": "succeed"}}, "SUCCESS"),
        ({"a": {**ECHO, "on-success": "b"}, "b": FAIL}, "ERROR"),
        ({"a": {**FAIL, "on-complete": "b"}, "b": ECHO}, "ERROR"),
    ],
    ids=["fork", "two starts", "guarded fork", "both events", "command", "error", "error before"],
)
def test_elsewhere_the_outcome_tells_it(ended, tasks, end):
    execution, state, _ = ended(tasks)
    assert execution.state == end
    assert state == {"SUCCESS": "success", "ERROR": "failed"}[end]


def test_an_output_that_cannot_be_evaluated_fails_the_run(ended):
    execution, state, _ = ended({"a": ECHO}, output={"y": "<% $.none.such %>"})
    assert (execution.state, state) == ("ERROR", "failed")
    assert "Failed to check and complete" in execution.state_info


def test_the_task_that_leads_out_of_a_region_tells_what_follows(ended, runner):
    from mistral_airflow.operations import family

    loop = {**ECHO, "publish": {"n": "<% $.n + 1 %>"}, "on-success": [{"turn": "<% $.n < 3 %>"}]}
    execution, _, run = ended({"begin": {"on-success": "turn"}, "turn": loop}, vars={"n": 0}, output={"n": "<% $.n %>"})
    assert (execution.state, execution.output) == ("SUCCESS", {"n": 3})
    rounds = list(family.activations(runner.session, run))  # and not those of other tests
    assert len(rounds) == 3
    for each in rounds:
        assert {state.task_id: state.state for state in runner.task_states(each)}["outcome"] == "skipped"
        assert each.state == "success"


def test_a_join_is_listed_where_its_first_trigger_created_it(ended):
    tasks = {
        "last": {"join": "all", **ECHO},
        "first": {**ECHO, "on-success": ["last", "beside"]},
        "second": {**ECHO, "on-success": "last"},
        "beside": ECHO,
    }
    execution, _, _ = ended(tasks, output={"names": "<% tasks(execution().id).name %>"})
    assert execution.output == {"names": ["first", "second", "last", "beside"]}


def test_a_task_that_fails_when_it_runs_again_takes_back_what_was_told(ended, runner):
    from mistral_airflow import operations
    from mistral_airflow.flow.record import KEY
    from mistral_airflow.local.execution import read_execution

    execution, state, run = ended({"a": {**ECHO, "fail-on": "<% env().get(bad, false) %>"}})
    assert (execution.state, state) == ("SUCCESS", "skipped")
    assert runner.xcom(run, "outcome", KEY)["state"] == "SUCCESS"
    session = runner.session
    operations.environment.set_env(session, run, {"bad": True})
    operations.rerunning._clear(session, run, operations.instances.named(session, run, "a"))
    session.commit()
    runner.drive(run, 60)
    assert read_execution(runner, run).state == "ERROR"
