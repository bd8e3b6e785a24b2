"""Mistral's functions about the execution and its tasks, answered from what Airflow keeps of the run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mistral_airflow.flow import queries
from mistral_airflow.flow.listing import Listed, Listing, Row, time_text
from mistral_airflow.flow.record import Record, variable_key
from mistral_airflow.flow.run import Run
from mistral_airflow.flow.start import FAMILY
from mistralc import expressions


class TaskFunctions(expressions.NoFunctions):
    """The function provider of one task; `current` is its record so far, None where no task is evaluating."""

    def __init__(self, run: Run, current: Record | None = None, result: Any = None) -> None:
        self._run = run
        self.current = current
        self._result = result
        self._listing = Listing(run)

    def env(self) -> Any:
        return self._run.env

    def execution(self) -> Mapping[str, Any]:
        run = self._run
        return {
            "id": run.id,
            "name": run.workflow,
            "spec": run.spec,
            "input": run.input,
            "params": _params(run.parameters),
            "created_at": time_text(run.dag_run.start_date),
            "updated_at": time_text(run.dag_run.start_date),
            "root_execution_id": None if run.root_id == run.id else run.root_id,
        }

    def global_(self, var_name: str) -> Any:
        return self._run.global_variable(var_name)

    def task(self, task_name: str | None = None) -> Row | None:
        if self.current and task_name in (None, "", self.current.name):
            values = {
                name: self._run.store.value(self._own_id(), variable_key(name)) for name in self.current.published
            }
            running = self.current.state == "SUCCESS" and not self.current.runs
            state = "RUNNING" if running else self.current.state
            return self._listing.view(self.current.name, state, self.current, self._result, values)
        if not task_name:
            return None
        return self._somewhere(task_name)

    def _somewhere(self, name: str) -> Row | None:
        """A task of this run, of a region that was activated, or of the run that activated this one."""
        for graph, store in reversed(self._run.parts):
            operator = graph.named(name)
            if operator and (found := self._listing.of_operator(operator, store)):
                return found.row
            for activation in graph.activations:
                place = (self._run.summary(activation, store) or {"tasks": {}})["tasks"].get(name)
                if place:
                    return self._listing.at(name, place).row
        return None

    def tasks(
        self,
        workflow_execution_id: str | None = None,
        recursive: bool = False,
        state: str | None = None,
        flat: bool = False,
    ) -> list[Any]:
        """The tasks of this run; `recursive` adds those of the runs that they called."""
        queries.require_own(workflow_execution_id, self._run.id)
        own = [self._current(listed) for listed in self._listing.own()]
        return queries.find_tasks(own, self._listing.of_called, recursive, state, flat)

    def _current(self, listed: Listed) -> Listed:
        """The task that evaluates, as it is so far, in place of what it has left behind."""
        if not self.current or listed.place != self._run.place(self._own_id()):
            return listed
        return Listed(self.task() or {}, listed.place, listed.runs)

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


def _params(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of an execution as Mistral shows them (`WorkflowAction.schedule` for one that a task called)."""
    shown = {"env": {}, "namespace": "", **{name: parameters[name] for name in parameters if name not in FAMILY}}
    if "parent" in parameters:
        caller = parameters["parent"]
        shown.update(
            root_execution_id=parameters["root"]["id"], task_execution_id=caller["id"], index=caller["index"]
        )  # fmt: skip
    return shown
