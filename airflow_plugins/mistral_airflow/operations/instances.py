"""The task instances of a run: found by the task's name, held before they start, asked about, put into a state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from airflow._shared.timezones import timezone
from airflow.models.dagbag import DBDagBag
from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from airflow.models.trigger import handle_event_submit
from airflow.sdk.serde import deserialize
from airflow.triggers.base import TriggerEvent
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mistral_airflow.flow.children import OUTCOME
from mistral_airflow.flow.waiting import RESUME
from mistral_airflow.operations.errors import OperationRefused

ENDED = ("success", "failed", "skipped", "removed", "upstream_failed")
WAITING = ("awaiting_input", "deferred")


def of_run(session: Any, run: DagRun) -> list[TaskInstance]:
    """All task instances of a run, as they are in the database, locked.

    In the order in which the ORM of the scheduler writes them: in another one, each might wait for the other.
    """
    session.flush()  # Airflow's sessions do not by themselves
    query = (
        select(TaskInstance)
        .where(TaskInstance.dag_id == run.dag_id, TaskInstance.run_id == run.run_id)
        .options(selectinload(TaskInstance.hitl_detail))
        .order_by(TaskInstance.id)
        .with_for_update(of=TaskInstance)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query).unique())


def named(session: Any, run: DagRun, task: str) -> TaskInstance:
    """The task instance of a task, by its name in the workflow or its Airflow task id. Raises OperationRefused."""
    instance = find(session, run, task)
    if instance is None:
        raise OperationRefused(f"The run {run.run_id} of {run.dag_id} has no task {task!r}.")
    return instance


def find(session: Any, run: DagRun, task: str) -> TaskInstance | None:
    """The same; None where the run has no such task."""
    tasks = dag_of(session, run).task_dict
    ids = [task] if task in tasks else [i for i, op in tasks.items() if op.task_display_name == task]
    return next((instance for instance in of_run(session, run) if instance.task_id in ids[:1]), None)


def before(dag: Any, task_id: str) -> tuple[str, str, str] | None:
    """The ids of the tasks that expand, run and end the items of a task; None where no instances are made of them."""
    tasks = dag.task_dict

    def above(task_id: str, kind: str) -> str | None:
        return next((i for i in tasks[task_id].upstream_task_ids if tasks[i].task_type == kind), None)

    ended = above(task_id, "ItemsEndOperator")
    item = ended and above(ended, "ItemOperator")
    items = item and above(item, "ItemsOperator")
    return (items, item, ended) if items and item and ended else None


def collecting(dag: Any, item_id: str) -> str | None:
    """The id of the task that collects the results of a mapped task."""
    return next((i for i in dag.task_dict if (found := before(dag, i)) and found[1] == item_id), None)


def items(session: Any, run: DagRun, task_id: str) -> list[TaskInstance]:
    """The instances of a task's items, in their order; none where they are not mapped."""
    found = before(dag_of(session, run), task_id)
    mapped = [instance for instance in of_run(session, run) if found and instance.task_id == found[1]]
    return sorted(mapped, key=lambda instance: instance.map_index)


def outcome(session: Any, run: DagRun) -> TaskInstance:
    """The task instance that ends a run."""
    return named(session, run, OUTCOME)


def dag_of(session: Any, run: DagRun) -> Any:
    """The DAG that a run runs, as Airflow serialized it. Raises OperationRefused."""
    dag = DBDagBag(load_op_links=False).get_dag_for_run(run, session=session)
    if dag is None:
        raise OperationRefused(f"Airflow has no DAG {run.dag_id} any more.")
    return dag


# Held back by a pause


def is_held(instance: TaskInstance) -> bool:
    """Whether `hold` keeps a task from starting: one that waits for an answer has somewhere to go on."""
    return instance.state == "awaiting_input" and instance.next_method is None


def waits_for_resume(instance: TaskInstance) -> bool:
    """Whether a task paused the run itself: the command `pause`, or the policy `pause-before`."""
    return instance.state == "awaiting_input" and (progress(instance) or {}).get("stage") == "attempt"


def waits_for_result(instance: TaskInstance) -> bool:
    """Whether a task waits for the result of an asynchronous action, or would if its run had not been stopped."""
    told = progress(instance) if instance.state in ("awaiting_input", "skipped") and instance.hitl_detail else None
    return told is not None and told["stage"] == "work" and not instance.hitl_detail.response_received


def hold(session: Any, run: DagRun) -> None:
    """Let nothing start that the scheduler has not decided to start. It leaves a task that awaits input alone."""
    for instance in of_run(session, run):
        if instance.state is None:
            instance.state = "awaiting_input"


def release(session: Any, run: DagRun) -> None:
    """Undo `hold`, and answer whatever in the run asks to be resumed."""
    for instance in of_run(session, run):
        if waits_for_resume(instance):
            answer(session, instance, RESUME, {})
        elif is_held(instance):
            instance.state = None


def delayed(instance: TaskInstance) -> bool:
    """Whether a task waits for time to pass: for its first attempt, for another one, or after the last."""
    return instance.state == "deferred" and (progress(instance) or {}).get("stage") in ("attempt", "completed")


def progress(instance: TaskInstance) -> dict[str, Any] | None:
    """How far a task has come that gave up its process (`flow.progress`); None for one that did not."""
    if instance.next_method is None:
        return None
    arguments: Any = deserialize(instance.next_kwargs or {})
    told: dict[str, Any] | None = arguments.get("progress")
    return told


# Answers


def answer(
    session: Any, instance: TaskInstance, option: str, params: Mapping[str, Any], by: Mapping[str, str] | None = None
) -> None:
    """What the answer to a Required Action does: it is noted, and the task goes on."""
    asked = instance.hitl_detail
    asked.responded_by = dict(by) if by else None
    asked.responded_at = timezone.utcnow()
    asked.chosen_options = [option]
    asked.params_input = dict(params)
    session.flush()
    handle_event_submit(TriggerEvent(asked.as_resume_event_payload()), task_instance=instance, session=session)  # type: ignore[no-untyped-call]
