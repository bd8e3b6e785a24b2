"""Workflows that call `mistral.*` actions, run in this process with Airflow's own API for tasks."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest

from tests.unit.making import compiled, definition

BACKUP = definition(
    {"t1": {"action": "std.echo output=<% $.vm %>", "publish": {"r": "<% task().result %>"}}},
    description="d", tags=["a"], input=["vm", {"size": 1}], output={"o": "<% $.r %>"},
).replace("flow:", "backup:")  # fmt: skip
"""The workflow that was recorded with."""

RECORDED = json.loads(Path(__file__).with_name("recorded.json").read_text())
"""What the real Mistral (23.0) gave the real client: name of the call → result, or what it raised."""


@pytest.fixture
def flow(runner, tmp_path: Path):
    """Compile a workflow with these tasks and BACKUP, run it; the execution, when nothing else is left to run."""
    from mistral_airflow.local.execution import read_execution, start_execution

    def waits(run):
        """Whether nothing can be done for a run: it awaits somebody, or what it called does."""
        states = {task.state for task in runner.task_states(run)}
        return not states & {"scheduled", "queued", "running", "up_for_retry"} and bool(
            states & {"awaiting_input", "deferred"}
        )

    def run(tasks, *others, **parts):
        result = compiled(definition(tasks, **parts), BACKUP, *others)
        assert not [d for d in result.diagnostics if d.code[0] == "E"], result.diagnostics
        for file in result.files:
            (tmp_path / file.name).write_text(file.text)
        runner.load(tmp_path)
        started = start_execution(runner, "flow", {}, f"flow-{uuid.uuid4()}")
        runner.drive(started, 120)
        if not all(waits(run) for run in runner.active()):
            runner.drive(started, 120, until=lambda: all(waits(run) for run in runner.active()))
        return read_execution(runner, started)

    with runner.forgotten():
        yield run


@pytest.fixture
def result(flow):
    """The result of one action with these arguments; what it failed with, as `{"raised": …}`."""

    def of(action, **arguments):
        execution = flow({"call": {"action": f"mistral.{action}", "input": arguments}})
        (task,) = execution.tasks
        if task.state == "SUCCESS":
            return task.result
        prefix = f"MistralAction.{action.rpartition('_')[0]}.{action.rpartition('_')[2]} failed: "
        assert task.result.startswith(prefix), task.result
        return {"raised": task.result.removeprefix(prefix)}

    return of
