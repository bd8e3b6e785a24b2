"""Waits that a task makes in its own process, as on a server; the recorded cases make none so."""

import uuid

import pytest

from mistral_airflow.options import SHORT_WAIT
from tests.unit.making import compiled, definition

pytestmark = pytest.mark.airflow


@pytest.mark.parametrize("map_items", [False, True])
def test_the_timeout_strikes_while_the_task_waits_before_its_action(runner, tmp_path, monkeypatch, map_items):
    from mistral_airflow.local.execution import read_execution, start_execution

    monkeypatch.setenv(SHORT_WAIT.variable, "3")
    each = {"with-items": "i in <% [1, 2] %>", "action": "std.echo output=1", "on-error": "after"}
    text = definition({"each": {**each, "wait-before": 2, "timeout": 1}, "after": None})
    (output,) = compiled(text, map_items=map_items).outputs
    (tmp_path / output.name).write_text(output.text)
    runner.load(tmp_path)
    with runner.forgotten():
        run = start_execution(runner, "flow", {}, f"short-{uuid.uuid4()}")
        assert runner.drive(run, 60) == "success"
        tasks = {task.name: task for task in read_execution(runner, run).tasks}
    assert tasks.keys() == {"each", "after"}
    assert (tasks["each"].state, tasks["each"].attempts) == ("ERROR", 0)
    assert tasks["each"].state_info == "Task timed out [timeout(s)=1]."
