"""Mistral's functions about the execution and its tasks, answered from what Airflow keeps of the run."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from mistral_airflow.flow import queries
from mistral_airflow.flow.children import RESULT_KEY
from mistral_airflow.flow.environment import Place
from mistral_airflow.flow.record import KEY, Record, variable_key
from mistral_airflow.flow.run import Run
from mistral_airflow.flow.store import Store
from mistralc import expressions

_STATES = {
    "success": "SUCCESS",
    "failed": "ERROR",
    "running": "RUNNING",
    "queued": "IDLE",
    "scheduled": "IDLE",
    "deferred": "RUNNING",
    "awaiting_input": "RUNNING",
}


class TaskFunctions(expressions.NoFunctions):
    """The function provider of one task; `current` is its record so far, None where no task is evaluating."""

    def __init__(self, run: Run, current: Record | None = None, result: Any = None) -> None:
        self._run = run
        self.current = current
        self._result = result

    def env(self) -> Any:
        return self._run.env

    def execution(self) -> Mapping[str, Any]:
        run = self._run
        return {
            "id": run.id,
            "name": run.workflow,
            "spec": run.spec,
            "input": run.input,
            "params": {"env": {}, "namespace": "", **run.parameters},
            "created_at": _time(run.dag_run.start_date),
            "updated_at": _time(run.dag_run.start_date),
            "root_execution_id": None if run.root_id == run.id else run.root_id,
        }

    def global_(self, var_name: str) -> Any:
        return self._run.global_variable(var_name)

    def task(self, task_name: str | None = None) -> Mapping[str, Any] | None:
        if self.current and task_name in (None, "", self.current.name):
            values = {
                name: self._run.store.value(self._own_id(), variable_key(name)) for name in self.current.published
            }
            running = self.current.state == "SUCCESS" and not self.current.runs
            state = "RUNNING" if running else self.current.state
            return self._view(self.current.name, state, self.current, self._result, values)
        if not task_name:
            return None
        return self._somewhere(task_name)

    def _somewhere(self, name: str) -> Mapping[str, Any] | None:
        """A task of this run, of a region that was activated, or of the run that activated this one."""
        for graph, store in reversed(self._run.parts):
            operator = graph.named(name)
            if operator and (found := self._other(operator, store)):
                return found
            for activation in graph.activations:
                place = (self._run.summary(activation, store) or {"tasks": {}})["tasks"].get(name)
                if place:
                    return self._at(name, place)
        return None

    def tasks(
        self,
        workflow_execution_id: str | None = None,
        recursive: bool = False,
        state: str | None = None,
        flat: bool = False,
    ) -> list[Any]:
        """The tasks of this run; `recursive` adds nothing while no task calls a workflow."""
        queries.require_own(workflow_execution_id, self._run.id)
        operators = sorted(self._run.graph.tasks.values(), key=self._run.created)
        found = (self.task(operator.name) for operator in operators)
        return queries.find_tasks((row for row in found if row), state, flat)

    def executions(
        self,
        id: str | None = None,
        root_execution_id: str | None = None,
        state: str | None = None,
        from_time: str | None = None,
        to_time: str | None = None,
    ) -> list[Any]:
        """This run, if it matches."""
        own = {**self.execution(), "state": "RUNNING", "state_info": None, "output": {}}
        filters = {
            "id": id, "root_execution_id": root_execution_id, "state": state,
            "from_time": from_time, "to_time": to_time,
        }  # fmt: skip
        return queries.find_executions(own, filters)

    def _own_id(self) -> str:
        return str(self._run.ti.task_id)

    def _other(self, operator: Any, store: Store) -> Mapping[str, Any] | None:
        record = store.record(operator.task_id) if operator.mistral_kind == "task" else None
        if record is None:
            state = _STATES.get(store.states().get(operator.task_id) or "")
            return self._view(operator.name, state, None, None, {}) if state else None
        return self._recorded(record, operator.task_id, store)

    def _at(self, name: str, place: Place) -> Mapping[str, Any]:
        data = self._run.store.value(place, KEY)
        if data is None:
            return self._view(name, "SUCCESS", None, None, {})
        return self._recorded(Record.from_xcom(data), place, self._run.store)

    def _recorded(self, record: Record, place: Place, store: Store) -> Mapping[str, Any]:
        values = {name: store.value(place, variable_key(name)) for name in record.published}
        result = store.value(place, RESULT_KEY) if record.keeps_result else None
        return self._view(record.name, record.state, record, result, values)

    def _view(
        self, name: str, state: str, record: Record | None, result: Any, published: Mapping[str, Any]
    ) -> dict[str, Any]:
        return {
            "id": self._run.task_uuid(name),
            "name": name,
            "spec": self._run.spec["tasks"].get(name, {}),
            "state": state,
            "state_info": record.info if record else None,
            "result": result if record is None or record.runs else [],
            "published": dict(published),
            "type": "ACTION",
            "workflow_execution_id": self._run.id,
            "created_at": _time(
                _instant(record.created[0]) if record and record.created[0] else self._run.dag_run.start_date
            ),
            "updated_at": _time(_instant(record.ended or time.time())) if record else None,
        }


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _time(value: datetime | None) -> str | None:
    """As Mistral shows times: UTC, no zone, a blank between date and time."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ") if value else None
