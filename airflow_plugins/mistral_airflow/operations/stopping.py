"""Stop: the execution ends at once. What has started goes on, what comes of it is kept, and nothing follows it."""

from __future__ import annotations

import time
from typing import Any

from airflow._shared.timezones import timezone
from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance

from mistral_airflow.flow.children import OUTCOME
from mistral_airflow.flow.marks import Marks
from mistral_airflow.flow.record import WORK_KEY, Ending
from mistral_airflow.operations import family, instances, xcoms
from mistral_airflow.operations.environment import mark
from mistral_airflow.operations.errors import OperationRefused
from mistral_airflow.operations.state import ENDS, state_of


def stop(session: Any, run: DagRun, state: str, message: str | None = None) -> None:
    """End the run in `state` with `message`; CANCELLED ends those below it, too. One that has ended stays as it is.

    Raises OperationRefused for another state than SUCCESS, ERROR and CANCELLED, and for the first two in a PAUSED run
    (mistral `engine/workflows.py`: `_fail_workflow` passes over it, `_succeed_workflow` may not change its state).
    """
    if state not in ENDS:
        raise OperationRefused(f"A run cannot be stopped in {state!r}; the states are {', '.join(ENDS)}.")
    before = state_of(session, run)
    if before in ENDS:
        return
    if before == "PAUSED" and state != "CANCELLED":
        raise OperationRefused(f"A PAUSED run cannot be stopped in {state}: resume it first, or stop it in CANCELLED.")
    marks = Marks.of(run.conf)
    marks.stop = Ending(state, message, "", time.time())  # type: ignore[arg-type]
    mark(run, marks)
    below = [child for child in family.children(session, run) if child.state in family.ACTIVE]
    for instance in instances.of_run(session, run):
        if instance.task_id == OUTCOME:
            _start(instance)
        elif state == "CANCELLED" and _awaits_any(session, run, instance, below):
            continue  # it will see them end
        elif instance.state is None or instance.state in instances.WAITING:
            _put_aside(instance)
    if state == "CANCELLED":
        for child in below:
            stop(session, child, state, message)


def _start(outcome: TaskInstance) -> None:
    """Let the outcome run now, whatever it would wait for."""
    if outcome.state is None or instances.is_held(outcome):
        outcome.state = "scheduled"
        outcome.scheduled_dttm = timezone.utcnow()
        outcome.try_number += 1


def _put_aside(instance: TaskInstance) -> None:
    """End a task for Airflow. One that waits keeps where it would go on: its result may still come (`answering`)."""
    instance.state = "skipped"
    instance.trigger_id = None


def _awaits_any(session: Any, run: DagRun, instance: TaskInstance, runs: list[DagRun]) -> bool:
    """Whether a task waits for one of `runs`, which will end at once: then it ends by itself."""
    if instance.state != "deferred":
        return False
    work = xcoms.read(session, run, instance.task_id, WORK_KEY) or {}
    return any([child.dag_id, child.run_id] in family.runs_of(work) for child in runs)
