"""How a run ends: state, message and output from what its tasks left behind (mistral `engine/workflows.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

from mistral_airflow.flow import environment, reverse
from mistral_airflow.flow.children import OUTCOME, RESULT_KEY
from mistral_airflow.flow.environment import Environment
from mistral_airflow.flow.errors import StartRefused
from mistral_airflow.flow.functions import TaskFunctions
from mistral_airflow.flow.record import KEY, Ending, Record
from mistral_airflow.flow.routing import Decision, first_ending
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
    refused: bool = False


def conclude(operator: Any, context: Any) -> Any:
    """Store output and verdict. Raises AirflowFailException, when that is done, unless the state is SUCCESS."""
    run = Run(context)
    verdict, output = _Outcome(run).conclude(operator)
    for key, value in _xcoms(verdict, output).items():
        run.store.write(key, value)
    operator.log.info("Workflow %s: %s", run.workflow, verdict.state)
    if verdict.state != "SUCCESS":
        raise AirflowFailException(
            str(verdict.message) if verdict.message else "The workflow ended with the command fail."
        )
    return None


def tell(run: Run, last: Any, decision: Decision) -> bool:
    """Let `last`, a task that ended well, tell the outcome of its run in its own process if nothing follows it.

    A process of its own for the outcome would double the cost of a short run. False where more may be under way, or
    where the run did not end in SUCCESS: then the outcome tells it, and what was told here does not count. The task
    does not follow the outcome then; a process that dies before that is decided leaves it to the outcome, too.
    """
    leads_on = any(run.graph.operator(target).mistral_kind != "exit" for target in decision.targets)
    if leads_on or decision.ending or run.marks.stop:
        return False
    if OUTCOME not in last.downstream_task_ids or not run.graph.is_last(last):
        return False
    run.store.ends_well(alone=run.graph.unfailing)
    told = run.graph.operator(OUTCOME).told(run)
    if told is None:
        return False
    told[KEY]["by"] = last.task_id
    for key, value in told.items():
        run.store.write_for(OUTCOME, key, value)
    return True


def success(operator: Any, run: Run) -> dict[str, Any] | None:
    """The XComs of the outcome of a run that ended in SUCCESS; None for any other run."""
    verdict, output = _Outcome(run).conclude(operator)
    return _xcoms(verdict, output) if verdict.state == "SUCCESS" else None


def _xcoms(verdict: Verdict, output: Any) -> dict[str, Any]:
    told = {"state": verdict.state, "state_info": stored(verdict.message), "refused": verdict.refused}
    return {KEY: told, RESULT_KEY: output}


@dataclass(frozen=True)
class Failure:
    """An error that nobody handled. `listed`: the engine names the task in the message of the execution."""

    name: str
    info: str
    listed: bool


def run_ending(run: Run) -> Ending | None:
    """The end that a person decided for the execution, else the earliest one that any task of this run did."""
    if run.marks.stop:
        return run.marks.stop
    graph, states = run.graph, run.store.ends()
    for opener in graph.openers:
        if states.get(opener.task_id) == "failed":
            record = run.store.record(opener.task_id)
            return record.ending if record else Ending("ERROR", WORKER_LOST, opener.task_id, 0.0)

    def suspect(op: Any) -> bool:
        state = states.get(op.task_id)
        return state == "failed" or (state == "success" and op.mistral_kind != "noop" and op.can_end_run)

    return first_ending(run, [op for op in (*graph.tasks.values(), *graph.activations) if suspect(op)])


def failures(run: Run) -> list[Failure]:
    """The unhandled errors of the tasks of this run, and of the regions that it activated."""
    found = [failure for op in run.graph.tasks.values() for failure in _failure(run, op)]
    for op in run.graph.activations:
        summary = run.summary(op)
        if summary is not None:
            found += [Failure(**failure) for failure in summary["failures"]]
        elif run.store.ends().get(op.task_id) == "failed":
            found.append(Failure(op.name, WORKER_LOST, listed=True))
    return found


def _failure(run: Run, op: Any) -> Iterator[Failure]:
    if run.store.ends().get(op.task_id) != "failed":
        return
    record = run.store.record(op.task_id)
    if not _handled(op, record):
        info = (record.info or "") if record else WORKER_LOST
        yield Failure(op.name, info, info == WORKER_LOST or not any(r.event == "on-error" for r in op.routes))


def followed(run: Run, op: Any) -> list[str]:
    """The names of the tasks that a task which ended leads to, each as often as it does."""
    if op.mistral_kind == "noop":
        return [run.graph.leads_to(route) for route in op.routes]
    record = run.store.record(op.task_id)
    return [name for name, _ in record.next] if record else []


class _Outcome:
    def __init__(self, run: Run) -> None:
        self.run = run
        self.states = run.store.ends()
        self.ending = run_ending(run)

    def conclude(self, operator: Any) -> tuple[Verdict, Any]:
        """The state and the output of the run."""
        try:
            verdict = self.verdict()
        except StartRefused as fault:
            return Verdict("ERROR", str(fault), refused=True), {"result": str(fault)}
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
        cancelled = sorted(self._cancelled())
        if cancelled:
            return Verdict("CANCELLED", f"Cancelled tasks: {', '.join(cancelled)}")
        unhandled = failures(self.run)
        if not unhandled:
            return Verdict("SUCCESS")
        listed = sorted((failure for failure in unhandled if failure.listed), key=lambda failure: failure.name)
        names = ", ".join(failure.name for failure in listed)
        lines = "".join(f"\n  {failure.name} -> {failure.info}\n" for failure in listed)
        return Verdict("ERROR", f"Failure caused by error in tasks: {names}\n{lines}")

    def _cancelled(self) -> Iterator[str]:
        for op in self.run.graph.tasks.values():
            if self.states.get(op.task_id) == "failed" and op.mistral_kind == "task":
                record = self.run.store.record(op.task_id)
                if record and record.state == "CANCELLED":
                    yield op.name

    # Output

    def output(self, operator: Any) -> Any:
        """The output of a success. Raises ExpressionError."""
        return self._evaluated(operator.workflow_output)

    def failure(self, operator: Any, verdict: Verdict) -> tuple[Verdict, Any]:
        """The output of a failure: its message and `output-on-error`; a fault in that is told with the message."""
        more: Any = {}
        opening = self.ending and any(self.ending.by == opener.task_id for opener in self.run.graph.openers)
        if verdict.state != "CANCELLED" and not opening:
            try:
                more = stored(self._evaluated(operator.output_on_error))
            except StartRefused:
                more = {}  # what a task found out: without its input a run has nothing to tell but that
            except (ExpressionError, UnstorableError) as fault:
                message = f"Failed to evaluate expression in output-on-error! ({fault} Cause: {verdict.message})"
                verdict = Verdict("ERROR", message)
        return verdict, deep_merge({"result": stored(verdict.message)}, more)

    def _vars_failed(self) -> bool:
        holder = self.run.graph.vars
        return bool(self.ending and holder and self.ending.by == holder.task_id)

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
        found = [(self._created_last(op), self.run.environment_after(op)) for op in ends]
        found += self._ends_of_regions()
        found.sort(key=lambda pair: pair[0])
        late = [self.run.environment_after(op) for op in self._late_sources()]
        return environment.merge([*late, *(after for _, after in found)])

    def _ends_of_regions(self) -> Iterator[tuple[tuple[float, int], Environment]]:
        for op in self.run.graph.activations:
            for leaving in (self.run.summary(op) or {"leaving": ()})["leaving"]:
                if not leaving["target"] and not self._too_late(leaving["source"], leaving["ended"]):
                    moment, index = leaving["created"]
                    yield (moment, -index), leaving["environment"]

    def _late_sources(self) -> Iterator[Any]:
        """Tasks that led to a join that may have started without them; the engine runs it again, with their context."""
        for op in self.run.graph.early_joins:
            led = [edge.source for edge in self.run.graph.inbound(op) if self.run.fired(edge)]
            if len(led) > (1 if op.join == "one" else op.join):
                yield from (
                    source for source in led
                    if source.mistral_kind != "activation" and self.run.graph.publishes_upstream(source)
                )  # fmt: skip

    def _created_last(self, op: Any) -> tuple[float, int]:
        moment, place = self.run.created(op)
        return moment, -place

    def _is_end(self, op: Any) -> bool:
        state = self.states.get(op.task_id)
        if state not in ("success", "failed"):
            return False
        if op.mistral_kind == "noop":
            return not followed(self.run, op)
        record = self.run.store.record(op.task_id)
        return record is not None and not record.next and not self._too_late(record.name, record.ended)

    def _too_late(self, name: str, ended: float) -> bool:
        """Whether a task ended after the run did."""
        return self.ending is not None and ended > self.ending.at and name != self.ending.by


def _handled(op: Any, record: Record | None) -> bool:
    if record:
        return record.handled
    return any(route.event == "on-error" and not route.guard for route in op.routes)
