"""One task of a run as Mistral would list it: ended, at work, waiting for somebody or for time to pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mistral_airflow.flow.children import RESULT_KEY
from mistral_airflow.flow.graph import Inbound, RunGraph, kind_of
from mistral_airflow.flow.marks import Marks
from mistral_airflow.flow.outcome import WORKER_LOST
from mistral_airflow.flow.record import KEY, WORK_KEY, Record, variable_key
from mistral_airflow.local.runner import LocalRunner


@dataclass
class TaskExecution:
    """One task of the run. `next` lists (task, event) pairs, `attempts` how often its action ran.

    `children` are the runs of the workflows it called, as (dag id, run id).
    """

    name: str
    state: str
    state_info: str | None = None
    published: dict[str, Any] = field(default_factory=dict)
    result: Any = None
    next: list[tuple[str, str | None]] = field(default_factory=list)
    handled: bool = False
    attempts: int = 1
    seconds: float | None = None
    children: list[list[str]] = field(default_factory=list)


def read_tasks(runner: LocalRunner, run: Any, dag: Any) -> Iterator[tuple[str, TaskExecution, Record | None]]:
    """The tasks of one run that Mistral would have created by now: id, task, and what it left behind if it ended."""
    from mistral_airflow.operations import instances

    found = {instance.task_id: instance for instance in instances.of_run(runner.session, run)}
    graph = RunGraph(dag)
    for task_id, operator in dag.task_dict.items():
        state = found[task_id].state
        if kind_of(operator) == "noop" and state == "success":
            following = [(dag.task_dict[route.target].name, route.event) for route in operator.routes]
            yield task_id, TaskExecution(operator.name, "SUCCESS", next=following), None
        elif kind_of(operator) == "task":
            record = _record(runner, run, task_id) if state in ("success", "failed") else None
            if record:
                yield task_id, _ended(runner, run, operator, record, found[task_id].duration), record
            elif task := _open(runner, run, operator, found[_at_work(graph, operator, found)]):
                yield task_id, task, None


def _at_work(graph: RunGraph, operator: Any, found: Mapping[str, Any]) -> str:
    """The id of the task that tells how far one is that has not ended: of one with mapped items the last to start."""
    entrance: str = graph.entrance(operator).task_id
    tasks: list[str] = [operator.task_id, *([operator.mapped] if entrance != operator.task_id else []), entrance]
    return next((task_id for task_id in tasks if found[task_id].state is not None), entrance)


def waiting_joins(runner: LocalRunner, run: Any, dag: Any) -> Iterator[TaskExecution]:
    """The joins of a run that have been led to and wait for more: Mistral creates a join at its first trigger."""
    from mistral_airflow.operations import instances

    found = {instance.task_id: instance.state for instance in instances.of_run(runner.session, run)}
    graph = RunGraph(dag)
    for task_id, operator in graph.tasks.items():
        if operator.join and found[task_id] in (None, "awaiting_input"):
            edges = graph.inbound(operator)
            if any(found[edge.gate] == "success" if edge.gate else _led(runner, run, edge) for edge in edges):
                yield TaskExecution(operator.name, "WAITING", "Task is waiting.", attempts=0)


def _led(runner: LocalRunner, run: Any, edge: Inbound) -> bool:
    """Whether an edge led to a join that has no gates."""
    record = _record(runner, run, edge.source.task_id) if edge.into else None
    return record is not None and any(name == edge.into.name for name, _ in record.next)


def _record(runner: LocalRunner, run: Any, task_id: str) -> Record | None:
    data = runner.xcom(run, task_id, KEY)
    return Record.from_xcom(data) if data else None


def _ended(runner: LocalRunner, run: Any, operator: Any, record: Record, seconds: float | None) -> TaskExecution:
    nothing: Any = None if record.runs else []
    return TaskExecution(
        name=record.name,
        state=record.state,
        state_info=record.info,
        published={name: runner.xcom(run, operator.task_id, variable_key(name)) for name in record.published},
        result=runner.xcom(run, operator.task_id, RESULT_KEY) if record.keeps_result and record.runs else nothing,
        next=record.next,
        handled=record.handled,
        attempts=record.runs,
        seconds=seconds,
        children=record.children,
    )


def _open(runner: LocalRunner, run: Any, operator: Any, instance: Any) -> TaskExecution | None:
    """A task without a record; None for one that Mistral would not have created yet."""
    from mistral_airflow.operations import family, instances, state

    if instance.state == "failed" and instance.task_id == operator.task_id:
        return TaskExecution(operator.name, "ERROR", WORKER_LOST, seconds=instance.duration)
    told = instances.progress(instance)
    if instance.state in (None, "skipped", "upstream_failed", "awaiting_input") and told is None:
        return None  # not started, passed over, or held back by a pause
    if told and told["stage"] == "begin":
        return None
    if told and instances.waits_for_resume(instance):
        return TaskExecution(operator.name, "IDLE", "Set by 'pause-before' policy", attempts=told["runs"])
    work = runner.xcom(run, operator.task_id, WORK_KEY) or {}
    runs = work.get("runs", 1) if told is None else told["runs"]
    task = TaskExecution(operator.name, "RUNNING", attempts=max(runs, work.get("runs", 0)), seconds=instance.duration)
    task.children = family.runs_of(work)
    below = any(state.is_paused(runner.session, runner.run(*child)) for child in task.children)
    if instances.delayed(instance):
        task.state = "DELAYED"
    elif operator.task_id in Marks.of(run.conf).paused or below:
        task.state = "PAUSED"
    return task
