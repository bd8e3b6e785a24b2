"""What Airflow's own buttons mean for a run of a compiled workflow: clear a task, mark a task, mark the run as failed.

Airflow has done its part by then, in the same transaction; the rest is done here in a savepoint of it, so that whatever
goes wrong leaves Airflow's part as it is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from sqlalchemy import select
from sqlalchemy.orm import joinedload, object_session

from mistral_airflow.flow.children import OUTCOME
from mistral_airflow.flow.marks import Marks
from mistral_airflow.flow.record import KEY, WORK_KEY
from mistral_airflow.operations import family, instances, queues, rerunning, xcoms
from mistral_airflow.operations.environment import mark
from mistral_airflow.operations.savepoint import savepoint
from mistral_airflow.operations.stopping import stop
from mistralc.expressions import is_expression

LOG = logging.getLogger(__name__)

_TASKS = ("ActionOperator", "WorkflowOperator")
_CALLERS = ("WorkflowOperator", "ActivationOperator")
_OUTCOMES = ("OutcomeOperator", "RegionOutcomeOperator")


def began(run: DagRun) -> None:
    """A run begins. One that a person cleared is told so, and the runs above wait for it again."""
    if not _is_ours(run):
        return
    tasks = run.dag.tasks if run.dag else ()
    if any(is_expression(task.queue or "") for task in tasks):
        _in_savepoint(run, _choose_queues)
    if (run.clear_number or 0) > Marks.of(run.conf).clears:
        _in_savepoint(run, _cleared)


def failed(run: DagRun) -> None:
    """A run has failed. Where its outcome could not tell how, it was ended from outside: so are those it called."""
    if _is_ours(run):
        _in_savepoint(run, _ended)


def marked(instance: TaskInstance, state: str) -> None:
    """A person marked a task."""
    if state == "ERROR" and instance.operator in _CALLERS:
        _in_savepoint(instance, _cancel_called)
    elif state != "ERROR" and instance.operator in _TASKS:
        _in_savepoint(instance, lambda session, each: _taken_for(session, each, state))
    elif state != "ERROR" and instance.operator == "ItemOperator":
        _in_savepoint(instance, _item_taken_for_succeeded)


def _is_ours(run: DagRun) -> bool:
    tasks = run.dag.task_dict if run.dag else {}
    return OUTCOME in tasks and tasks[OUTCOME].task_type in _OUTCOMES


def _in_savepoint(subject: Any, work: Callable[[Any, Any], None]) -> None:
    session = object_session(subject)
    if session is None:
        return
    try:
        with savepoint(session):
            work(session, subject)
    except Exception:
        LOG.exception("%r was changed, and what that means for its workflow could not be done", subject)


def _choose_queues(session: Any, run: DagRun) -> None:
    for instance in instances.of_run(session, run):
        queues.choose(instance, run)


def _cleared(session: Any, run: DagRun) -> None:
    """Everything after a cleared task is decided anew, and nobody holds a stop, or an earlier mark, against it.

    A person may have cleared only what failed: what was skipped for that must be able to run now.
    """
    again = rerunning.clear_after(session, run)
    marks = Marks.of(run.conf)
    marks.stop = None
    marks.forget(again)
    marks.clears = run.clear_number
    mark(run, marks)
    xcoms.delete(session, run, again, KEY)
    session.flush()
    rerunning.reopen_above(session, run)


def _ended(session: Any, run: DagRun) -> None:
    if xcoms.read(session, run, OUTCOME, KEY) is None:
        for child in family.children(session, run):
            stop(session, child, "CANCELLED", f"The run {run.run_id} of {run.dag_id} was ended.")


def _cancel_called(session: Any, instance: TaskInstance) -> None:
    work = xcoms.read(session, instance.dag_run, instance.task_id, WORK_KEY) or {}
    for dag_id, run_id in family.runs_of(work):
        child = family.find(session, dag_id, run_id)
        if child is not None and child.state in family.ACTIVE:
            stop(session, child, "CANCELLED", f"The task {instance.task_id} of {instance.dag_id} was marked as failed.")


def _taken_for(session: Any, instance: TaskInstance, state: str) -> None:
    run = family.find(session, instance.dag_id, instance.run_id)
    if run is not None:
        rerunning.take_for(session, run, instances.named(session, run, instance.task_id), state)
        _reload(session, instance)


def _item_taken_for_succeeded(session: Any, instance: TaskInstance) -> None:
    """The result of an item that a person marked is null; the task collects the results once more."""
    run = family.find(session, instance.dag_id, instance.run_id)
    if run is not None:
        rerunning.take_item_for_succeeded(session, run, instance)
        _reload(session, instance)


def _reload(session: Any, instance: TaskInstance) -> None:
    """Leave the instance as the API, which is about to show it, has loaded it."""
    same = select(TaskInstance).where(
        TaskInstance.dag_id == instance.dag_id,
        TaskInstance.run_id == instance.run_id,
        TaskInstance.task_id == instance.task_id,
    )
    wanted = same.options(joinedload(TaskInstance.rendered_task_instance_fields))
    session.flush()
    session.scalars(wanted.execution_options(populate_existing=True)).all()
