"""Rerun and skip of a task that failed: it is cleared with all that may follow it, and so is what waited above."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance, clear_task_instances
from airflow.sdk.serde import serialize

from mistral_airflow.flow.marks import Marks
from mistral_airflow.flow.progress import Progress
from mistral_airflow.flow.record import KEY, WORK_KEY
from mistral_airflow.operations import family, instances, xcoms
from mistral_airflow.operations.environment import mark, set_env
from mistral_airflow.operations.errors import OperationRefused
from mistral_airflow.operations.state import state_of

_AFTER_SKIP = frozenset({"on-skip", "on-success"})
"""The events that a skipped task asks: what followed its failure by another one stays as it is."""


def rerun(session: Any, run: DagRun, task: str, *, reset: bool = True, env: Mapping[str, Any] | None = None) -> None:
    """Run a task again that ended in ERROR or CANCELLED, and what follows it; the runs above wait for it again.

    :param reset: of a task with items, repeat all of them; else only those that did not succeed.
    :param env: merged into the environment.

    A PAUSED run stays as it is, as in Mistral. Raises OperationRefused.
    """
    instance = _failed(session, run, task)
    if instance is None:
        return
    marks = Marks.of(run.conf)
    marks.kept = sorted({*marks.kept} - {instance.task_id} | (set() if reset else {instance.task_id}))
    marks.skipped = [task_id for task_id in marks.skipped if task_id != instance.task_id]
    _again(session, run, instance, marks, env)


def skip(session: Any, run: DagRun, task: str, *, env: Mapping[str, Any] | None = None) -> None:
    """Take a task that failed for skipped: what its `on-skip` names follows, else its `on-success`.

    A PAUSED run stays as it is. Raises OperationRefused.
    """
    instance = _failed(session, run, task)
    if instance is None:
        return
    marks = Marks.of(run.conf)
    marks.skipped = sorted({*marks.skipped, instance.task_id})
    _again(session, run, instance, marks, env, _AFTER_SKIP)


def _failed(session: Any, run: DagRun, task: str) -> TaskInstance | None:
    """The task instance to run again; None in a run that is paused. Raises OperationRefused."""
    state = state_of(session, run)
    if state == "PAUSED":
        return None
    if state == "SUCCESS":
        raise OperationRefused("A run in SUCCESS has no task to run again; only one in ERROR or CANCELLED has.")
    if family.is_region(run):
        raise OperationRefused("A task of a loop cannot be run again by itself; run the loop's first task again.")
    instance = instances.named(session, run, task)
    if instance.state != "failed":
        raise OperationRefused(f"The task {task!r} has not failed: only one in ERROR or CANCELLED can be run again.")
    return instance


def _again(
    session: Any, run: DagRun, instance: TaskInstance, marks: Marks, env: Mapping[str, Any] | None,
    events: frozenset[str] | None = None,
) -> None:  # fmt: skip
    marks.stop = None
    mark(run, marks)
    set_env(session, run, env)
    _clear(session, run, instance, events)
    _reopen_above(session, run)


def _clear(session: Any, run: DagRun, first: TaskInstance, events: frozenset[str] | None = None) -> None:
    """Clear a task and all that may follow it, or may by `events`. Their records go at once: other tasks read them."""
    task = instances.dag_of(session, run).get_task(first.task_id)
    doors = [door for door in task.downstream_list if events is None or events & _events(task, door)]
    after = {door.task_id for door in doors}.union(*(door.get_flat_relative_ids(upstream=False) for door in doors))
    cleared = [
        instance
        for instance in instances.of_run(session, run)
        if instance.state in instances.ENDED and (instance.task_id in after or instance.task_id == first.task_id)
    ]
    xcoms.delete(session, run, {instance.task_id for instance in cleared}, KEY)
    clear_task_instances(cleared, session)
    session.flush()


def _events(task: Any, door: Any) -> set[str]:
    """The events by which a task leads to one of its successors, as the arrow between them is labelled."""
    gate = door.task_type == "GateOperator"
    label = door.task_display_name if gate else task.dag.get_edge_info(task.task_id, door.task_id).get("label")
    return set((label or "on-success").split(" / "))


def _reopen_above(session: Any, run: DagRun) -> None:
    """Let the task that called this run's workflow wait for the same run again, and so on up to the root."""
    found = family.parent(session, run)
    if not found:
        return
    above, task_id = found
    work = xcoms.read(session, above, task_id, WORK_KEY)
    caller = instances.named(session, above, task_id)
    if work is None:
        raise OperationRefused(f"The task {task_id!r} of {above.dag_id} does not know its run {run.run_id} any more.")
    for slot in work["slots"]:
        if slot["run"] == [run.dag_id, run.run_id]:
            slot.update(state=None, result=None, info=None)
    xcoms.write(session, above, task_id, WORK_KEY, work)
    if caller.state not in instances.ENDED:
        return  # it has not noticed that its run had ended
    marks = Marks.of(above.conf)
    marks.stop = None
    mark(above, marks)
    _clear(session, above, caller)
    caller = instances.named(session, above, task_id)
    progress = Progress("work", work["runs"], work["retry"], generation=work["generation"])
    caller.next_method = "resume"
    caller.next_kwargs = serialize({"progress": progress.to_json(), "event": {}})
    session.flush()
    _reopen_above(session, above)
