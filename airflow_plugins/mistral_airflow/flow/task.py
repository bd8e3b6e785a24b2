"""One execution of a task: from what flows in to what follows, in Mistral's order.

mistral `engine/tasks.py`: policies, input evaluated, action run, state set, publish, wait-after, fail-on, retry,
on-clauses; an error in anything but the action ends the whole run (`task_handler.force_fail_task`). What was decided is
written before Airflow sees it. Where the task has to wait it gives up its process and is resumed (`suspension`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

from mistral_airflow.flow import arrival, memory, pauses, policies, polling, publication, reverse, suspension, waiting
from mistral_airflow.flow.attempt import Attempt, Slot
from mistral_airflow.flow.calling import TimedOut
from mistral_airflow.flow.children import OUTCOME, RESULT_KEY
from mistral_airflow.flow.environment import Environment
from mistral_airflow.flow.errors import CallFault, StartRefused, WorkflowFault
from mistral_airflow.flow.functions import TaskFunctions
from mistral_airflow.flow.graph import joins_without_gates
from mistral_airflow.flow.outcome import WORKER_LOST, tell
from mistral_airflow.flow.policies import Policies
from mistral_airflow.flow.polling import Poll
from mistral_airflow.flow.progress import Progress
from mistral_airflow.flow.record import KEY, Ending, Record, State, variable_key
from mistral_airflow.flow.retrying import goes_on
from mistral_airflow.flow.routing import Decision, decide, held_back
from mistral_airflow.flow.run import Run
from mistral_airflow.flow.scope import Scope
from mistral_airflow.options import MERGE_STRATEGY, SHORT_WAIT
from mistralc import expressions
from mistralc.expressions import ExpressionError, UnstorableError

PENDING_KEY = "pending"
"""The XCom key of a result that wait-after keeps back."""


class TaskRun:
    """Executes one task of the workflow in its task process."""

    begun = False
    """Whether another process has begun the task before this one."""

    def __init__(self, operator: Any, context: Any) -> None:
        self.operator = operator
        self.log = operator.log
        self.run = Run(context)
        self.memory = memory.Memory(context)
        self.slots: list[Slot] = []
        """What the last attempt has run."""
        self.doors = self.run.graph.doors(operator)
        self.always = list(self._always())
        self.progress = Progress()
        self.started = time.monotonic()
        self.record = Record(
            operator.name, "SUCCESS", created=self.run.noted_creation(operator), calls=bool(operator.workflow)
        )
        self.inbound: Environment = {}
        self.branch: Mapping[str, Any] = {}

    def _always(self) -> Iterator[str]:
        """What comes after this task however it ends: its outcome, and joins that ask how it did."""
        targets = {route.target for route in self.operator.routes}
        for target, task_id in self.doors.items():
            if target not in targets or joins_without_gates(self.run.graph.operator(target)):
                yield task_id

    # Airflow's entries

    def execute(self) -> None:
        """Run the task from its beginning. Raises AirflowFailException when it ends in ERROR, handled or not."""
        arrival.require(self.run, self.operator, begun=self.begun)
        try:
            self.run.check_start()
            self._receive()
            self.progress.generation, self.progress.runs = self.memory.generation, self.memory.runs
            self.record.children = self.progress.children = self.memory.children
            if taken_for := self._taken_for():
                self._end_as(*taken_for)
            elif lost := self.memory.lost:
                self._lose(lost)
            else:
                self._begin()
        except TimedOut:
            self._time_out([])
        except (WorkflowFault, ExpressionError) as fault:
            self._end_run("run task", fault, [])

    def resume(self, progress: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        """Go on where the task gave up its process. Raises AirflowFailException when it ends in ERROR."""
        self.progress = Progress.from_json(progress)
        self._receive()
        self.record.runs = self.progress.runs
        try:
            if polling.EVENT in event:
                self._take(event)
            elif self._deadline_passed():
                attempt = self._resumed() if self.progress.stage == "work" else None
                self._time_out(attempt.results_so_far() if attempt else self._put_off_result(), attempt)
            elif self.progress.stage == "completed":
                self._complete(self.progress.state, self.run.store.own(PENDING_KEY), self.progress.info)
            elif self.progress.stage == "work":
                attempt = self._resumed()
                if waiting.answers(event):
                    attempt.answer(*waiting.answer(event))
                self._work(attempt)
            elif self.progress.stage == "begin":
                self._begin()
            else:
                self._attempt()
        except TimedOut:
            self._time_out([])
        except (WorkflowFault, ExpressionError) as fault:
            self._end_run("run task", fault, [])

    def _take(self, event: Mapping[str, Any]) -> None:
        """Go on with the last of the attempts that the triggerer made."""
        attempts = event[polling.EVENT]
        self.progress.stage = "work"
        self.progress.retry += attempts - 1
        self.progress.runs += attempts
        self.progress.final = event["final"]
        self.record.runs = self.progress.runs
        self.slots = [Slot(event["state"], event["result"], event["info"])]
        self._complete(event["state"], event["result"], event["info"])

    # Before the action

    def _receive(self) -> None:
        self.inbound = self.record.environment = self.run.environment_into(self.operator)

    def _missing_for_join(self) -> list[str]:
        """Names of the inbound tasks that did not lead here, when the join needs them; [] when it may run."""
        return self.run.missing(self.operator) if self.operator.join else []

    def _policies(self, scope: Scope, asked: Any = policies.evaluated) -> Policies:
        found: Policies = asked(self.operator, scope.evaluate) if self.operator.has_policies else Policies()
        return found

    @property
    def _has_begun(self) -> bool:
        """A join is begun where it starts to wait: what comes before an attempt is asked of it when it is run again
        only, by a person (mistral `RegularTask._run_existing`)."""
        return bool(self.operator.join) and not self.memory.runs

    def _begin(self) -> None:
        """The policies that come before the first attempt, once no pause of the run holds the task back."""
        held_by = pauses.holding(self.run, self.operator)
        if held_by:
            self.progress.stage = "begin"
            suspension.wait_for_tasks([self.run.ti.dag_id, self.run.id], held_by, self.progress)
        self.progress.stage = "attempt"
        if self._has_begun or self._missing_for_join():
            self._attempt()
            return
        before = self._policies(self._scope())
        if before.timeout:
            self.progress.deadline = time.time() + before.timeout
        if before.pause_before:
            waiting.ask_to_resume(self.run.ti, f"before {self.record.name}", progress=self.progress)
        if before.wait_before:
            self._wait(before.wait_before)
        self._attempt()

    def _wait(self, seconds: float) -> None:
        """Wait; Raises TaskDeferred when the process ends for it. The timeout may strike in the meantime."""
        until = time.time() + seconds
        deadline = self.progress.deadline
        suspension.wait_until(until if deadline is None else min(until, deadline), self.progress)
        if self._deadline_passed():
            raise TimedOut

    def _attempt(self) -> None:
        self.progress.stage = "work"
        self.record.environment = self.inbound
        missing = self._missing_for_join()
        if missing:
            self._complete("ERROR", [], f"Failed by tasks: {missing}")
            return
        attempt = self._prepared()
        attempt.begin()
        if self.operator.with_items and self.operator.task_id in self.run.marks.kept and not self.progress.retry:
            attempt.keep_finished(self.memory.slots)
        if not policies.repeatable(self.operator, self._scope().evaluate):
            self.memory.begin(self.progress)
        self._work(attempt)

    def _lose(self, progress: Progress) -> None:
        """The process of this attempt was lost: nobody knows what its action did (mistral: a heartbeat that stops)."""
        self.progress = progress
        attempt = self._prepared()
        attempt.begin()
        attempt.lose(WORKER_LOST)
        self._leave(attempt)
        self._complete(*attempt.outcome())

    def _prepared(self) -> Attempt:
        scope = self._scope()
        asked = policies.of_action if self._has_begun else policies.evaluated
        return Attempt(self.run, self.operator, scope, self.progress, self._policies(scope, asked))

    def _resumed(self) -> Attempt:
        attempt = self._prepared()
        attempt.load()
        return attempt

    def _work(self, attempt: Attempt) -> None:
        """Take the attempt to its end. Raises TaskDeferred or TaskAwaitingInput where it has to wait for others."""
        try:
            attempt.proceed()
            while not attempt.finished:
                attempt.save()
                if attempt.parked:
                    attempt.ask(attempt.parked)
                    waiting.park(self.progress)
                suspension.wait_for_runs(attempt.runs, self.progress, self.run.place(""))
                if self._deadline_passed():
                    self._time_out(attempt.results_so_far(), attempt)
                    return
                attempt.proceed()
        except CallFault as fault:
            ended: tuple[State, Any, str | None] = "ERROR", attempt.results_so_far(), str(fault)
        else:
            ended = attempt.outcome()
        self.progress.final = attempt.final
        self._leave(attempt)
        self._complete(*ended)

    def _leave(self, attempt: Attempt | None) -> None:
        """Note what an attempt that is over has run; None when no attempt was under way."""
        if self._deadline_passed():
            self.progress.deadline = None
        self.record.runs = self.progress.runs
        self.slots = attempt.slots if attempt else []
        self.progress.children += [slot.run for slot in self.slots if slot.run]
        self.record.children = self.progress.children

    def _deadline_passed(self) -> bool:
        return self.progress.deadline is not None and time.time() >= self.progress.deadline

    def _put_off_result(self) -> Any:
        """The result of a task that waits after its action; of one that waits for an attempt, none."""
        return self.run.store.own(PENDING_KEY) if self.progress.stage == "completed" else []

    def _time_out(self, result: Any, attempt: Attempt | None = None) -> None:
        """The timeout policy: it strikes once, whatever the task is doing."""
        self._leave(attempt)
        timeout = self._policies(self._scope()).timeout
        self._complete("ERROR", result, f"Task timed out [timeout(s)={timeout}].")

    # After the action

    def _taken_for(self) -> tuple[State, str] | None:
        """How the task ends that a person has skipped, or marked as succeeded: the state, and what it says of it."""
        marks, task_id = self.run.marks, self.operator.task_id
        if task_id in marks.skipped:
            return "SKIPPED", "Task was skipped."
        return ("SUCCESS", "Task was marked as succeeded.") if task_id in marks.succeeded else None

    def _end_as(self, state: State, info: str) -> None:
        """End without running the action (mistral `Task.skip`): the result stays, the state is new."""
        self.record.state, self.record.info, self.record.runs = state, info, self.progress.runs
        for name, value in self.memory.published.items():  # what followed the failure stays, and refers to it
            self.run.store.write(variable_key(name), value)
        kept = [slot["result"] if state in ("SKIPPED", slot["state"]) else None for slot in self.memory.slots]
        result = kept if self.operator.with_items else next(iter(kept), None)
        self._publish(result, self.memory.published)
        self._finish(self._decision(result), result)

    def _complete(self, state: State, result: Any, info: str | None = None) -> None:
        self.record.state, self.record.info, self.record.environment = state, info, self.inbound
        self.run.refresh()
        try:
            before = self._scope(self._kept(result))  # fail-on does not see what the task publishes
            self._publish(result)
            again = self._policies_after(state, result, before)
            if again is None:
                self._finish(self._decision(result), result)
                return
            self._wait_for_attempt(again)
        except TimedOut:
            self._time_out(self._put_off_result())
            return
        except (ExpressionError, UnstorableError, WorkflowFault) as fault:
            self._end_run("handle action completion", fault, result)
            return
        self._attempt()

    def _wait_for_attempt(self, seconds: int) -> None:
        self.progress.retry += 1
        self.progress.stage = "attempt"
        self.log.info("%s. Attempt %d follows in %d s", self.record.state, self.progress.retry + 1, seconds)
        if max(seconds, time.monotonic() - self.started) > SHORT_WAIT.number() and (poll := self._poll(seconds)):
            suspension.hand_over(poll, self.progress)
        self._wait(seconds)

    def _poll(self, seconds: int) -> Poll | None:
        """The attempts that follow, for the triggerer; None when they have to be made here."""
        operator, scope = self.operator, self._scope()
        if operator.may_wait or operator.global_names or MERGE_STRATEGY.text() == "merge":
            return None
        publish = {state: operator.published(state)[0] for state in ("SUCCESS", "ERROR")}
        written = [operator.action, operator.input, operator.retry, operator.fail_on, publish, operator.timeout]
        reads = expressions.reads(written)
        action, arguments = self._prepared().only_call()
        if not action.looks or not polling.movable(reads, operator.name, self.run.shared_names()):
            return None
        retry = self._policies(scope).retry
        return Poll(
            task=operator.name, action=action.name, arguments=arguments, retry=asdict(retry or policies.Retry()),
            number=self.progress.retry, moment=time.time() + seconds, deadline=self.progress.deadline,
            fail_on=operator.fail_on, publish=publish, variables=scope.some(reads.variables), env=self.run.env,
        )  # fmt: skip

    def _policies_after(self, state: State, result: Any, before: Scope) -> int | None:
        """Wait-after, fail-on and retry; the seconds after which the task is tried again, None when it is over."""
        if state == "CANCELLED":
            return None
        after = self._policies(before)
        if after.wait_after and not self.progress.waited:
            self._put_off(after.wait_after, result)
        if self.record.state == "SUCCESS" and self._fails_on(before):
            self.record.state, self.record.info = "ERROR", "Failed by 'fail-on' policy"
        if after.retry and after.retry.count and self._tries_again(after.retry, self._kept(result)):
            return after.retry.delay
        return None

    def _put_off(self, seconds: int, result: Any) -> None:
        progress = self.progress
        progress.stage, progress.waited = "completed", True
        progress.state, progress.info = self.record.state, self.record.info
        self.run.store.write(PENDING_KEY, result)
        self._wait(seconds)
        progress.stage = "work"

    def _tries_again(self, retry: policies.Retry, result: Any) -> bool:
        if self.progress.final:
            return False
        action = self._scope().evaluate(self.operator.action)
        again, reason = goes_on(
            retry, self.progress.retry, self.record.state, result, action,
            lambda condition, seen: self._scope(seen).evaluate(condition),
        )  # fmt: skip
        if reason:
            self.record.info = reason
            self.log.warning("%s. Waiting for it is over.", reason)
        return again

    def _scope(self, result: Any = None) -> Scope:
        return Scope(self.run, self.record.environment, TaskFunctions(self.run, self.record, result))

    def _publish(self, result: Any, before: Mapping[str, Any] = MappingProxyType({})) -> None:
        scope = self._scope(result)
        self.branch = publication.publish(self.run, self.operator, scope, self.record, self.inbound, before)

    def _fails_on(self, scope: Scope) -> bool:
        """Any value counts: Mistral means to check that it is a boolean and looks for it under another name."""
        return self.operator.fail_on not in (None, False) and bool(scope.evaluate(self.operator.fail_on))

    def _decision(self, result: Any) -> Decision:
        if held_back(self.run, self.operator):
            self.log.info("Another task has ended the run: nothing follows this one.")
            return Decision()
        if self.run.graph.target:
            return reverse.decide(self.run, self.operator, self.record.state)
        return decide(self.run, self.operator, self.record.state, self._scope(self._kept(result)))

    def _kept(self, result: Any) -> Any:
        """What stays of a result: mistral empties those of actions, not the outputs of workflows."""
        if self.operator.keep_result or self.operator.workflow:
            return result
        return [None] * len(result) if self.operator.with_items and result is not None else None

    def _finish(self, decision: Decision, result: Any) -> None:
        record = self.record
        record.next, record.handled = decision.next, decision.handled
        record.ending, record.pause = decision.ending, decision.pause
        record.ended, record.retries = time.time(), self.progress.retry
        if self.operator.workflow or record.state in ("ERROR", "CANCELLED"):  # what may be cleared and run again
            self.memory.keep(self.progress, self.slots, self.branch)
        result = self._kept(result)
        record.keeps_result = result is not None
        if record.keeps_result:
            self.run.store.write(RESULT_KEY, result)
        self.run.store.write(KEY, record.to_xcom())
        self._follow(decision)
        following = ", ".join(f"{name} ({event})" if event else name for name, event in record.next)
        self.log.info("%s. Next: %s", record.state, following or "nothing")
        if record.state in ("ERROR", "CANCELLED"):
            raise AirflowFailException(record.info or f"{record.name} failed") from None

    def _end_run(self, doing: str, fault: Exception, result: Any = None) -> None:
        """A fault that no handler may catch: the task and the whole run fail at once."""
        record = self.record
        record.runs = self.progress.runs
        message = f"Failed to {doing} [error={fault}, wf={self.run.workflow}, task={record.name}]"
        record.state, record.info = "ERROR", str(fault) if isinstance(fault, StartRefused) else message
        record.ending = Ending("ERROR", record.info, record.name, time.time())
        self._finish(Decision(ending=record.ending), result)

    def _follow(self, decision: Decision) -> None:
        followed = {*self.always, *(self.doors[target] for target in decision.targets if target in self.doors)}
        if self.record.state == "SUCCESS" and tell(self.run, self.operator, decision):
            followed.discard(OUTCOME)
        if followed != self.operator.downstream_task_ids or self.run.ti.try_number > 1:
            self.run.store.follow(followed)  # what has never said anything is followed by everything
