"""The result of an asynchronous action, given by a person or a program."""

from __future__ import annotations

from typing import Any

from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance, clear_task_instances

from mistral_airflow.flow.marks import Marks
from mistral_airflow.flow.waiting import CANCEL, FAIL, ITEM, RESULT, SUCCEED
from mistral_airflow.operations import family, instances
from mistral_airflow.operations.environment import mark, note_clearing
from mistral_airflow.operations.errors import OperationRefused
from mistral_airflow.operations.pausing import pause, resume

_OPTIONS = {"SUCCESS": SUCCEED, "ERROR": FAIL, "CANCELLED": CANCEL}


def complete_action(
    session: Any, run: DagRun, task: str, state: str = "SUCCESS", result: Any = None, index: int | None = None
) -> None:
    """End the action that `task` waits for; `index` tells which, of a task with items.

    In a run that was stopped the task ends, and nothing follows it. Raises OperationRefused when it waits for none.
    """
    if state not in _OPTIONS:
        raise OperationRefused(f"An action cannot end in {state!r}; the states are {', '.join(_OPTIONS)}.")
    part, instance = _waiting(session, run, task, index)
    if instance.state == "skipped":  # put aside when the run was stopped: the outcome ends it once more
        clear_task_instances([instances.outcome(session, part)], session)
        note_clearing(part)
    params = {RESULT: result} if index is None else {RESULT: result, ITEM: index}
    instances.answer(session, instance, _OPTIONS[state], params)


def update_action(session: Any, run: DagRun, task: str, state: str) -> None:
    """Pause the run of an asynchronous action, or let it go on (mistral `Task.update`). Raises OperationRefused."""
    part, instance = _waiting(session, run, task)
    if state not in ("PAUSED", "RUNNING"):
        raise OperationRefused(f"An action cannot be put into {state!r}; the states are PAUSED and RUNNING.")
    marks = Marks.of(part.conf)
    marks.paused = sorted({*marks.paused} - {instance.task_id} | ({instance.task_id} if state == "PAUSED" else set()))
    mark(part, marks)
    if state == "PAUSED":
        pause(session, run)
    else:
        resume(session, run)


def _waiting(session: Any, run: DagRun, task: str, index: int | None = None) -> tuple[DagRun, TaskInstance]:
    """The task, or its item, and the run it is in: this one, or an activation of one of its loops."""
    for part in (run, *(child for child in family.children(session, run) if family.is_region(child))):
        instance = instances.find(session, part, task)
        if instance is None:
            continue
        items = instances.items(session, part, instance.task_id)
        waiting = [each for each in (items or [instance]) if instances.waits_for_result(each)]
        chosen = [each for each in waiting if items and each.map_index == index] or waiting
        if chosen:
            return part, chosen[0]
    instances.named(session, run, task)
    raise OperationRefused(f"The task {task!r} does not wait for the result of an asynchronous action.")
