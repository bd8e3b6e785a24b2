"""Reverse workflows: a run does what its target requires, and each task waits for what it requires itself.

Rules: mistral `workflow/reverse_workflow.py`. A task starts when all it requires has succeeded, an error is never
handled, and what the target published is the context of the output. The scheduler holds a task back until then
(trigger rule `all_success`); the tasks before it only say whether it is wanted at all.
"""

from __future__ import annotations

from typing import Any

from airflow.sdk.exceptions import AirflowFailException

from mistral_airflow.flow.environment import Environment
from mistral_airflow.flow.errors import StartRefused
from mistral_airflow.flow.record import State
from mistral_airflow.flow.routing import Decision
from mistral_airflow.flow.run import Run
from mistral_airflow.flow.start import TARGET


def choose(operator: Any, context: Any) -> None:
    """Follow the tasks that are wanted and require nothing.

    Raises AirflowFailException when there is no target; then nothing of the workflow starts.
    """
    run = Run(context)
    run.store.follow([])
    try:
        run.check_start()
    except StartRefused as fault:
        run.refuse_start(operator, fault)
        raise AirflowFailException(f"The run cannot start: {fault}") from None
    wanted = run.graph.required_for(run.parameters[TARGET])
    operator.log.info("Wanted: %s", ", ".join(sorted(run.graph.operator(task_id).name for task_id in wanted)))
    doors = run.graph.doors(operator)
    run.store.follow(doors[task_id] for task_id in wanted & doors.keys() if not run.graph.requires(task_id))


def decide(run: Run, task: Any, state: State) -> Decision:
    """What `task` leads to: tasks that are wanted. `next` lists those that start now, as Mistral does."""
    wanted = run.graph.required_for(run.parameters[TARGET])
    below = [route.target for route in task.routes if route.target in wanted]
    starting = [target for target in below if state == "SUCCESS" and _others_succeeded(run, target, task.task_id)]
    return Decision(targets=below, next=[(run.graph.operator(target).name, None) for target in starting])


def _others_succeeded(run: Run, target: str, but: str) -> bool:
    records = (run.store.record(task_id) for task_id in run.graph.requires(target) if task_id != but)
    return all(record is not None and record.state == "SUCCESS" for record in records)


def final_environment(run: Run) -> Environment:
    """What the output sees: what flowed out of the target; nothing when that never ran."""
    target = run.graph.named(run.parameters[TARGET])
    record = run.store.record(target.task_id) if target else None
    return record.environment if record else {}
