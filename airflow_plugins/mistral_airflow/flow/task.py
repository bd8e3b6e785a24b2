"""One execution of a task: from what flows in to what follows, in Mistral's order.

mistral `engine/tasks.py`: input evaluated, action run, state set, publish, fail-on, on-clauses; an error in anything
but the action ends the whole run (`task_handler.force_fail_task`). What was decided is written before Airflow sees it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from mistral_airflow.actions import Execution, Parked, lookup
from mistral_airflow.flow.environment import publish
from mistral_airflow.flow.errors import ActionError, InvalidArguments, StartRefused, WorkflowFault
from mistral_airflow.flow.functions import RESULT_KEY, TaskFunctions
from mistral_airflow.flow.graph import Inbound
from mistral_airflow.flow.record import KEY, Ending, Record, State, global_key, variable_key
from mistral_airflow.flow.routing import Decision, decide, ending_elsewhere
from mistral_airflow.flow.run import Run
from mistral_airflow.flow.scope import Scope
from mistral_airflow.flow.waiting import address, answer, ask
from mistralc.expressions import ExpressionError, UnstorableError, stored


class TaskRun:
    """Executes one `ActionOperator` in its task process."""

    def __init__(self, operator: Any, context: Any) -> None:
        self.operator = operator
        self.log = operator.log
        self.run = Run(context)
        self.doors = self.run.graph.doors(operator)
        self.always = [task_id for target, task_id in self.doors.items() if target not in self._route_targets]

    @property
    def _route_targets(self) -> set[str]:
        return {route.target for route in self.operator.routes}

    def execute(self) -> Any:
        """Run the task; returns its result (Airflow keeps it as `return_value`)."""
        self._follow(self.operator.crash_targets)
        edges = self.run.graph.inbound(self.operator)
        if not self._led_here(edges):
            raise AirflowSkipException("The task before this one died without deciding that this one follows.")
        if self.operator.join and ending_elsewhere(self.run, self.operator):
            raise AirflowSkipException("The run ended while this join was waiting.")
        record = Record(self.operator.name, "SUCCESS", created=self.run.creation(self.operator))
        try:
            self.run.check_start()
            record.environment = self.run.environment_into(self.operator)
            missing = self._missing_for_join(edges)
            if missing:
                return self._complete(record, "ERROR", [], f"Failed by tasks: {missing}")
            return self._act(record)
        except (WorkflowFault, ExpressionError) as fault:
            return self._end_run(
                record, f"Failed to run task [error={fault}, wf={self.run.workflow}, task={record.name}]", fault
            )

    def resume(self, event: Mapping[str, Any]) -> Any:
        """Take the answer to an asynchronous action (see `waiting`)."""
        record = Record(self.operator.name, "SUCCESS", created=self.run.creation(self.operator))
        record.environment, record.runs = self.run.environment_into(self.operator), 1
        succeeded, result = answer(event)
        if succeeded:
            return self._complete(record, "SUCCESS", result)
        return self._complete(record, "ERROR", result, str(result))

    # Before the action

    def _led_here(self, edges: list[Inbound]) -> bool:
        if edges:
            return any(self.run.led(edge.source, self.operator) for edge in edges)
        return self.run.vars_held()

    def _missing_for_join(self, edges: list[Inbound]) -> list[str]:
        """Names of the inbound tasks that did not lead here, when the join needs them; [] when it may run."""
        if not self.operator.join:
            return []
        absent = [edge.source.name for edge in edges if not self.run.fired(edge)]
        needed = {"all": len(edges), "one": 1}.get(self.operator.join, self.operator.join)
        return absent if len(edges) - len(absent) < needed else []

    # The action

    def _act(self, record: Record) -> Any:
        scope = Scope(self.run, record.environment, TaskFunctions(self.run, record))
        name = scope.evaluate(self.operator.action) or "std.noop"
        arguments = scope.evaluate(self.operator.input or {})
        if self.run.env_defaults(self.operator.action):
            arguments = {**self.run.env_defaults(self.operator.action), **arguments}
        action = lookup(name, self._execution(record))
        if not isinstance(arguments, Mapping):
            raise WorkflowFault(f"Unexpected type for dynamic input [input={arguments!r}]: it must be a dict")
        action.check(arguments)
        self.log.info("Running %s", name)
        record.runs = 1
        if action.asynchronous:
            ask(self.run.ti, record.name, name)
        try:
            result = stored(action.run(**arguments))
        except ActionError as error:
            return self._complete(record, "ERROR", stored(error.data), str(error.data))
        except InvalidArguments as error:
            record.runs = 0
            return self._complete(record, "ERROR", [], f"Failed to instantiate an action [action={name}]: {error}")
        except Parked:
            self.log.info("Waiting for the result of %s: answer under Required Actions, or through the API", name)
            raise
        except Exception as error:  # whatever an action raises is its failure, as in Mistral's executor
            self.log.info("The action raised %s", type(error).__name__, exc_info=True)
            message = f"The action raised an exception [action={name}, msg='{error}']"
            return self._complete(record, "ERROR", message, message)
        return self._complete(record, "SUCCESS", result)

    def _execution(self, record: Record) -> Execution:
        ti = self.run.ti
        return Execution(self.run.workflow, self.run.id, self.run.task_uuid(record.name), str(ti.id), address(ti))

    # After the action

    def _complete(self, record: Record, state: State, result: Any, info: str | None = None) -> Any:
        record.state, record.info = state, info
        self.run.store.refresh()
        try:
            before = self._scope(record, result)  # policies do not see what the task publishes
            self._publish(record, result)
            if record.state == "SUCCESS" and self._fails_on(before):
                record.state, record.info = "ERROR", "Failed by 'fail-on' policy"
            record.keeps_result = self.operator.keep_result
            decision = self._decide(record, result)
        except (ExpressionError, UnstorableError, WorkflowFault) as fault:
            return self._end_run(
                record,
                f"Failed to handle action completion [error={fault}, wf={self.run.workflow}, task={record.name}]",
                fault,
                result,
            )
        return self._finish(record, decision, result)

    def _scope(self, record: Record, result: Any) -> Scope:
        return Scope(self.run, record.environment, TaskFunctions(self.run, record, result))

    def _publish(self, record: Record, result: Any) -> None:
        operator, scope = self.operator, self._scope(record, result)
        failed = record.state == "ERROR"
        branch = stored(scope.evaluate(operator.publish_on_error if failed else operator.publish) or {})
        shared = stored(scope.evaluate(operator.publish_global_on_error if failed else operator.publish_global) or {})
        for name, value in branch.items():
            self.run.store.write(variable_key(name), value)
        for name, value in shared.items():
            self.run.store.write(global_key(name), value)
        record.environment = publish(record.environment, operator.task_id, branch)
        record.published, record.globals = list(branch), list(shared)

    def _fails_on(self, scope: Scope) -> bool:
        """Any value counts: Mistral means to check that it is a boolean and looks for it under another name."""
        return self.operator.fail_on not in (None, False) and bool(scope.evaluate(self.operator.fail_on))

    def _decide(self, record: Record, result: Any) -> Decision:
        if ending_elsewhere(self.run, self.operator):
            self.log.info("Another task has ended the run: nothing follows this one.")
            return Decision()
        return decide(
            self.run, self.operator, record.state, self._scope(record, result if record.keeps_result else None)
        )

    def _finish(self, record: Record, decision: Decision, result: Any) -> Any:
        record.next, record.handled, record.ending = decision.next, decision.handled, decision.ending
        record.ended = time.time()
        if record.keeps_result:
            self.run.store.write(RESULT_KEY, result)
        self.run.store.write(KEY, record.to_xcom())
        self._follow(decision.targets)
        self.log.info(
            "%s. Next: %s", record.state, ", ".join(f"{name} ({event})" for name, event in record.next) or "nothing"
        )
        if record.state == "ERROR":
            raise AirflowFailException(record.info or f"{record.name} failed") from None
        return None

    def _end_run(self, record: Record, message: str, fault: Exception, result: Any = None) -> Any:
        """A fault that no handler may catch: the task and the whole run fail at once."""
        record.state, record.info = "ERROR", str(fault) if isinstance(fault, StartRefused) else message
        record.ending = Ending("ERROR", record.info, record.name, time.time())
        decision = Decision(ending=record.ending)
        return self._finish(record, decision, result)

    def _follow(self, targets: Any) -> None:
        self.run.store.follow([*self.always, *(self.doors[target] for target in targets if target in self.doors)])
