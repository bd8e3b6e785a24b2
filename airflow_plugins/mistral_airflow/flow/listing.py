"""The tasks of a run as Mistral's functions show them: of the workflow's own run, its activations, the runs it called.

A task process knows the DAG of its own run. Of other runs it knows what Airflow tells of their task instances, and what
their tasks left behind; so a task of a called workflow is listed without its `spec`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mistral_airflow.flow import children
from mistral_airflow.flow.record import KEY, WORK_KEY, Record, variable_key
from mistral_airflow.flow.run import Run, task_uuid
from mistral_airflow.flow.store import Store

Row = Mapping[str, Any]

_STATES = {
    "success": "SUCCESS",
    "failed": "ERROR",
    "running": "RUNNING",
    "queued": "IDLE",
    "scheduled": "IDLE",
    "deferred": "RUNNING",
    "awaiting_input": "RUNNING",
}
_TASKS = ("ActionOperator", "WorkflowOperator", "NoopOperator")
_WORKFLOW = "WorkflowOperator"
_ACTIVATION = "ActivationOperator"


@dataclass(frozen=True)
class Listed:
    """One task execution: what an expression sees of it, its place, and the runs that it called."""

    row: Row
    place: list[str]
    runs: list[list[str]] = field(default_factory=list)


class Listing:
    """The tasks that `run` can see. Fields of a row: mistral `expressions/std_functions.py`."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._own = [run.dag.dag_id, run.id]

    def own(self) -> Iterator[Listed]:
        """The tasks of the workflow's run and of all its activations, those of one DAG run in order of creation."""
        graph, store = self._run.parts[0]
        order = list(graph.tasks)
        operators = sorted(graph.tasks.values(), key=lambda op: _created(store, op.task_id, order))
        for operator in operators:
            if found := self.of_operator(operator, store):
                yield found
        for activation in graph.activations:
            for activated in _activated(store, activation.task_id):
                yield from self._of_run(activated, self._own)

    def of_called(self, run: Sequence[str]) -> Iterator[Listed]:
        """The tasks of a run that a task called."""
        return self._of_run(run, run)

    def of_operator(self, operator: Any, store: Store) -> Listed | None:
        """A task of the workflow's own DAG, or of the region at hand; None when it has not been created."""
        if operator.mistral_kind == "task" and (record := _record(store, operator.task_id, self._run.graph.tasks)):
            return self._ended(record, [*store.run, operator.task_id], self._own)
        state = _STATES.get(store.states().get(operator.task_id) or "")
        calls = getattr(operator, "workflow", None) is not None
        return self._open(store, operator.task_id, operator.name, state, self._own, calls) if state else None

    def at(self, name: str, place: Sequence[str]) -> Listed:
        """The task of that name that was seen to end at `place`."""
        data = self._run.store.value(list(place), KEY)
        if data is None:
            return Listed(self.view(name, "SUCCESS", None, None, {}), list(place))
        return self._ended(Record.from_xcom(data), list(place), self._own)

    def _of_run(self, run: Sequence[str], execution: Sequence[str]) -> Iterator[Listed]:
        """The tasks of another run, which belong to `execution`."""
        store = Store(self._run.ti, run)
        operators, tasks = children.operators(run), {}
        for task_id, airflow_state in store.states().items():
            operator, state = operators.get(task_id), _STATES.get(airflow_state or "")
            if operator == _ACTIVATION or "open" in (store.value(task_id, WORK_KEY) or {}):
                for activated in _activated(store, task_id):
                    yield from self._of_run(activated, execution)
            elif state and (operator in _TASKS or (operator is None and task_id != children.OUTCOME)):
                tasks[task_id] = state
        order = list(tasks)
        for task_id in sorted(order, key=lambda task_id: _created(store, task_id, order)):
            if record := _record(store, task_id, order):
                yield self._ended(record, [*run, task_id], execution)
            else:
                calls = operators.get(task_id) == _WORKFLOW
                yield self._open(store, task_id, task_id, tasks[task_id], execution, calls)

    def _open(self, store: Store, task_id: str, name: str, state: str, execution: Sequence[str], calls: bool) -> Listed:
        """A task that has left no record (yet)."""
        slots = (store.value(task_id, WORK_KEY) or {}).get("slots", ())
        runs = [slot["run"] for slot in slots if slot["run"]]
        row = self.view(name, state, None, None, {}, calls=calls or bool(runs), execution=execution)
        return Listed(row, [*store.run, task_id], runs)

    def _ended(self, record: Record, place: list[str], execution: Sequence[str]) -> Listed:
        value = self._run.store.value
        published = {name: value(place, variable_key(name)) for name in record.published}
        result = value(place, children.RESULT_KEY) if record.keeps_result else None
        row = self.view(record.name, record.state, record, result, published, execution=execution)
        return Listed(row, place, record.children)

    def view(
        self, name: str, state: str, record: Record | None, result: Any, published: Mapping[str, Any], *,
        calls: bool = False, execution: Sequence[str] | None = None,
    ) -> Row:  # fmt: skip
        """What an expression sees of a task of this workflow, or of another `execution` (dag id, run id)."""
        dag_id, run_id = execution or self._own
        moment = record.created[0] if record and record.created else 0.0
        created = _instant(moment) if moment else self._run.dag_run.start_date
        return {
            "id": task_uuid(dag_id, run_id, name),
            "name": name,
            **({"spec": self._run.spec["tasks"].get(name, {})} if dag_id == self._own[0] else {}),
            "state": state,
            "state_info": record.info if record else None,
            "result": result if record is None or record.runs else [],
            "published": dict(published),
            "type": "WORKFLOW" if calls or (record and record.calls) else "ACTION",
            "workflow_execution_id": run_id,
            "created_at": time_text(created),
            "updated_at": time_text(_instant(record.ended or time.time())) if record else None,
        }


def _created(store: Store, task_id: str, task_ids: Sequence[str]) -> tuple[float, int]:
    """Where a task stands in the list: one that no process ran comes first."""
    record = _record(store, task_id, task_ids)
    return (record.created if record else None) or (0.0, task_ids.index(task_id))


def _record(store: Store, task_id: str, task_ids: Iterable[str]) -> Record | None:
    """What a task left behind. That of a join has not noted when it was created: `task_ids` led to it."""
    record = store.record(task_id)
    if record and record.created is None:
        sources = [source for source in map(store.record, task_ids) if source]
        targets = [(source.ended, [name for name, _ in source.next]) for source in sources]
        record.created = min(
            ((ended, names.index(record.name)) for ended, names in targets if record.name in names), default=None
        )
    return record


def _activated(store: Store, task_id: str) -> list[list[str]]:
    """The activations that a task has started."""
    work = store.value(task_id, WORK_KEY) or {"summary": {"runs": []}, "open": {}}
    return [*work["summary"]["runs"], *work["open"].values()]


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def time_text(value: datetime | None) -> str | None:
    """As Mistral shows times: UTC, no zone, a blank between date and time."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ") if value else None
