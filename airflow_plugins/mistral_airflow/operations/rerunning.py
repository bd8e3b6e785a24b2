"""Rerun and skip of a task that failed: it is cleared with all that may follow it, and so is what waited above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance, clear_task_instances
from airflow.sdk.serde import serialize

from mistral_airflow.flow.children import OUTCOME
from mistral_airflow.flow.items import SLOT_KEY
from mistral_airflow.flow.marks import Marks
from mistral_airflow.flow.progress import Progress
from mistral_airflow.flow.record import KEY, WORK_KEY
from mistral_airflow.operations import family, instances, xcoms
from mistral_airflow.operations.environment import mark, note_clearing, set_env
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
    found = _failed(session, run, task)
    if found is None:
        return
    part, instance = found
    marks = Marks.of(part.conf)
    marks.forget([instance.task_id])
    marks.kept += [] if reset else [instance.task_id]
    _again(session, part, instance, marks, env, _items(session, part, instance.task_id, reset))


def skip(session: Any, run: DagRun, task: str, *, env: Mapping[str, Any] | None = None) -> None:
    """Take a task that failed for skipped: what its `on-skip` names follows, else its `on-success`.

    A PAUSED run stays as it is. Raises OperationRefused.
    """
    found = _failed(session, run, task)
    if found is not None:
        take_for(session, *found, "SKIPPED", env)


def take_for(
    session: Any, run: DagRun, instance: TaskInstance, state: str, env: Mapping[str, Any] | None = None
) -> None:
    """Let a task end once more, in `state` (SKIPPED or SUCCESS) and without running its action, and what follows it."""
    marks = Marks.of(run.conf)
    marks.forget([instance.task_id])
    (marks.skipped if state == "SKIPPED" else marks.succeeded).append(instance.task_id)
    _again(session, run, instance, marks, env, events=_AFTER_SKIP if state == "SKIPPED" else None)


def take_item_for_succeeded(session: Any, run: DagRun, instance: TaskInstance) -> None:
    """Let the task of a mapped item collect the results once more, that of this item being null."""
    dag = instances.dag_of(session, run)
    end = xcoms.read(session, run, instance.task_id, SLOT_KEY, instance.map_index)
    fields = {"state": "SUCCESS", "result": None, "info": None}
    unknown = {"run": None, "parked": False, "final": False, "index": instance.map_index, "runs": 0}
    known = {name: value for name, value in (end or unknown).items() if name not in ("fault", "failure")}
    xcoms.write(session, run, instance.task_id, SLOT_KEY, {**known, **fields}, instance.map_index)
    task_id = instances.collecting(dag, instance.task_id)
    if task_id:
        _again(session, run, instances.named(session, run, task_id), Marks.of(run.conf), None)


def _items(session: Any, run: DagRun, task_id: str, reset: bool) -> list[TaskInstance]:
    """What runs again before a task with mapped items: all that is there for them, or the items that failed."""
    before = instances.before(instances.dag_of(session, run), task_id)
    return [
        instance
        for instance in instances.of_run(session, run)
        if before
        and instance.task_id in before
        and (reset or instance.task_id == before[2] or instance.state == "failed")
    ]


def _failed(session: Any, run: DagRun, task: str) -> tuple[DagRun, TaskInstance] | None:
    """The task instance to run again, and its run: this one, or the last activation of a region that it failed in.

    None in a run that is paused. Raises OperationRefused.
    """
    state = state_of(session, run)
    if state == "PAUSED":
        return None
    if state == "SUCCESS":
        raise OperationRefused("A run in SUCCESS has no task to run again; only one in ERROR or CANCELLED has.")
    parts = [run, *family.activations(session, run)]
    found = [(part, each) for part in parts if (each := instances.find(session, part, task)) is not None]
    if not found:
        instances.named(session, run, task)
    failed = [(part, instance) for part, instance in found if instance.state == "failed"]
    if not failed:
        raise OperationRefused(f"The task {task!r} has not failed: only one in ERROR or CANCELLED can be run again.")
    return failed[-1]


def _again(
    session: Any, run: DagRun, instance: TaskInstance, marks: Marks, env: Mapping[str, Any] | None,
    before: Sequence[TaskInstance] = (), events: frozenset[str] | None = None,
) -> None:  # fmt: skip
    marks.stop = None
    mark(run, marks)
    set_env(session, run, env)
    _clear(session, run, instance, before, events)
    reopen_above(session, run)


def _clear(
    session: Any, run: DagRun, first: TaskInstance, before: Sequence[TaskInstance] = (),
    events: frozenset[str] | None = None,
) -> None:  # fmt: skip
    """Clear a task, what of its items is `before` it, and all that may follow it, or may by `events`.

    Their records go at once: other tasks read them.
    """
    task = instances.dag_of(session, run).get_task(first.task_id)
    doors = [door for door in task.downstream_list if events is None or events & _events(task, door)]
    after = {OUTCOME}.union(
        {door.task_id for door in doors}, *(door.get_flat_relative_ids(upstream=False) for door in doors)
    )
    cleared = [
        instance
        for instance in instances.of_run(session, run)
        if instance.state in instances.ENDED and (instance.task_id in after or instance.task_id == first.task_id)
    ]
    xcoms.delete(session, run, {instance.task_id for instance in cleared}, KEY)
    clear_task_instances([*before, *cleared], session)
    session.flush()
    note_clearing(run)


def _events(task: Any, door: Any) -> set[str]:
    """The events by which a task leads to one of its successors, as the arrow between them is labelled."""
    gate = door.task_type == "GateOperator"
    label = door.task_display_name if gate else task.dag.get_edge_info(task.task_id, door.task_id).get("label")
    return set((label or "on-success").split(" / "))


def clear_after(session: Any, run: DagRun) -> set[str]:
    """Clear all that may follow the tasks that have been cleared in a run which had ended; the ids of all of them."""
    dag, found = instances.dag_of(session, run), instances.of_run(session, run)
    again = {instance.task_id for instance in found if instance.state is None}
    after = {below for task_id in again for below in dag.get_task(task_id).get_flat_relative_ids(upstream=False)}
    following = [each for each in found if each.task_id in after and each.state in instances.ENDED]
    clear_task_instances(following, session)
    return again | {instance.task_id for instance in following}


def reopen_above(session: Any, run: DagRun) -> None:
    """Let the task that started this run wait for it again, and so on up to the root."""
    found = family.starter(session, run)
    if not found:
        return
    above, task_id = found
    caller = instances.named(session, above, task_id)
    resumption = _waits_again(session, run, above, caller)
    if caller.state not in instances.ENDED:
        return  # it has not noticed that its run had ended
    marks = Marks.of(above.conf)
    marks.stop = None
    marks.forget([task_id])
    mark(above, marks)
    _clear(session, above, caller)
    if resumption is not None:
        caller = instances.named(session, above, task_id)
        caller.next_method = "resume"
        caller.next_kwargs = serialize({"progress": resumption.to_json(), "event": {}})
        session.flush()
    reopen_above(session, above)


def _waits_again(session: Any, run: DagRun, above: DagRun, caller: TaskInstance) -> Progress | None:
    """Where the task goes on that started `run`. None for one that activates regions: it begins anew, and finds its
    activations as far as they have come."""
    if family.is_region(run):
        return None
    work = xcoms.read(session, above, caller.task_id, WORK_KEY)
    if work is None:
        raise OperationRefused(
            f"The task {caller.task_id!r} of {above.dag_id} does not know its run {run.run_id} any more."
        )
    for slot in work["slots"]:
        if slot["run"] == [run.dag_id, run.run_id]:
            slot.update(state=None, result=None, info=None)
    xcoms.write(session, above, caller.task_id, WORK_KEY, work)
    return Progress("work", work["runs"], work["retry"], generation=work["generation"])
