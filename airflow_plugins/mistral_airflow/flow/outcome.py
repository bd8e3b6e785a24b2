"""How a run ends: state, message and output from what its tasks left behind (mistral `engine/workflows.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

from mistral_airflow.flow import environment, reverse
from mistral_airflow.flow.environment import Environment
from mistral_airflow.flow.errors import StartRefused
from mistral_airflow.flow.functions import RESULT_KEY, TaskFunctions
from mistral_airflow.flow.record import KEY, Ending, Record
from mistral_airflow.flow.routing import first_ending
from mistral_airflow.flow.run import Run
from mistral_airflow.flow.scope import Scope
from mistralc.expressions import ExpressionError, UnstorableError, stored
from mistralc.merging import deep_merge

WORKER_LOST = "The task's process ended before the task did (killed, out of memory, or its machine was lost)."


@dataclass(frozen=True)
class Verdict:
    """The state of the whole execution with its message (what Mistral calls state_info)."""

    state: str
    message: Any = None


def conclude(operator: Any, context: Any) -> Any:
    """The workflow's output. Raises AirflowFailException, after storing output and verdict, when the state is ERROR."""
    run = Run(context)
    verdict, output = _Outcome(run).conclude(operator)
    run.store.write(KEY, {"state": verdict.state, "state_info": stored(verdict.message)})
    run.store.write(RESULT_KEY, output)
    operator.log.info("Workflow %s: %s", run.workflow, verdict.state)
    if verdict.state == "ERROR":
        raise AirflowFailException(
            str(verdict.message) if verdict.message else "The workflow ended with the command fail."
        )
    return None


class _Outcome:
    def __init__(self, run: Run) -> None:
        self.run = run
        self.states = run.store.states()
        self.ending = self._ending()

    def _ending(self) -> Ending | None:
        graph = self.run.graph
        for opener in graph.openers:
            if self.states.get(opener.task_id) == "failed":
                record = self.run.store.record(opener.task_id)
                return record.ending if record else Ending("ERROR", WORKER_LOST, opener.task_id, 0.0)
        suspects = [op for op in graph.tasks.values() if self._may_have_ended_run(op)]
        return first_ending(self.run, suspects)

    def _may_have_ended_run(self, op: Any) -> bool:
        state = self.states.get(op.task_id)
        return state == "failed" or (state == "success" and op.mistral_kind == "task" and op.can_end_run)

    def conclude(self, operator: Any) -> tuple[Verdict, Any]:
        """The state and the output of the run."""
        try:
            verdict = self.verdict()
        except StartRefused as fault:
            return Verdict("ERROR", str(fault)), {"result": str(fault)}
        if verdict.state == "SUCCESS":
            try:
                return verdict, stored(self.output(operator))
            except (ExpressionError, UnstorableError) as fault:
                verdict = Verdict("ERROR", f"Failed to check and complete [error={fault}, wf={self.run.workflow}]")
        return self.failure(operator, verdict)

    # State

    def verdict(self) -> Verdict:
        if self.ending:
            return Verdict(self.ending.state, self.ending.message)
        self.run.check_start()  # also where no task ran in a process
        unhandled = [(op, info) for op, record, info in self._failures() if not _handled(op, record)]
        if not unhandled:
            return Verdict("SUCCESS")
        listed = [
            (op, info)
            for op, info in unhandled
            if info == WORKER_LOST or not any(r.event == "on-error" for r in op.routes)
        ]
        names = ", ".join(sorted(op.name for op, _ in listed))
        lines = "".join(f"\n  {op.name} -> {info}\n" for op, info in sorted(listed, key=lambda item: item[0].name))
        return Verdict("ERROR", f"Failure caused by error in tasks: {names}\n{lines}")

    def _failures(self) -> Iterator[tuple[Any, Record | None, str]]:
        for op in self.run.graph.tasks.values():
            if self.states.get(op.task_id) == "failed":
                record = self.run.store.record(op.task_id)
                yield op, record, (record.info or "") if record else WORKER_LOST

    # Output

    def output(self, operator: Any) -> Any:
        """The output of a success. Raises ExpressionError."""
        return self._evaluated(operator.workflow_output)

    def failure(self, operator: Any, verdict: Verdict) -> tuple[Verdict, Any]:
        """The output of a failure: its message and `output-on-error`; a fault in that is told with the message."""
        more: Any = {}
        if not (self.ending and any(self.ending.by == opener.task_id for opener in self.run.graph.openers)):
            try:
                more = stored(self._evaluated(operator.output_on_error))
            except StartRefused:
                more = {}  # what a task found out: without its input a run has nothing to tell but that
            except (ExpressionError, UnstorableError) as fault:
                message = f"Failed to evaluate expression in output-on-error! ({fault} Cause: {verdict.message})"
                verdict = Verdict("ERROR", message)
        return verdict, deep_merge({"result": stored(verdict.message)}, more)

    def _evaluated(self, written: Any) -> Any:
        """`output` or `output-on-error`; where that is not written or empty, everything that was published."""
        final = self._final_environment()
        scope = Scope(self.run, final, TaskFunctions(self.run))
        return scope.evaluate(written) or {name: self.run.variable(entry, name) for name, entry in final.items()}

    def _final_environment(self) -> Environment:
        """The environments of every task that ended with nothing after it, merged.

        The base of the merge is the first of the tasks created in the last moment: the engine's order, asked of it.
        """
        if self.run.graph.target:
            return reverse.final_environment(self.run)
        ends = [
            op for op in self.run.graph.tasks.values() if self.run.graph.publishes_upstream(op) and self._is_end(op)
        ]
        ends.sort(key=self._created_last)
        return environment.merge([self.run.environment_after(op) for op in (*self._late_sources(), *ends)])

    def _late_sources(self) -> Iterator[Any]:
        """Tasks that led to a join that may have started without them; the engine runs it again, with their context."""
        for op in self.run.graph.early_joins:
            for edge in self.run.graph.inbound(op):
                if self.run.graph.publishes_upstream(edge.source) and self.run.fired(edge):
                    yield edge.source

    def _created_last(self, op: Any) -> tuple[float, int]:
        moment, place = self.run.created(op)
        return moment, -place

    def _is_end(self, op: Any) -> bool:
        state = self.states.get(op.task_id)
        if state not in ("success", "failed"):
            return False
        if op.mistral_kind == "noop":
            return not any(self.run.graph.doors(op).keys() & self.run.graph.tasks.keys())
        record = self.run.store.record(op.task_id)
        if record is None or (self.ending and record.ended > self.ending.at and record.name != self.ending.by):
            return False
        return not record.next


def _handled(op: Any, record: Record | None) -> bool:
    if record:
        return record.handled
    return any(route.event == "on-error" and not route.guard for route in op.routes)
