"""A task whose items are task instances of their own: what begins it, one item, and what collects the results.

The three share one `Progress`: it goes from the first to the others in an XCom. Attempts after the first are made by
the task that collects, which is the task of the workflow: an Airflow task runs once a run.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

from mistral_airflow.flow import policies, suspension, waiting
from mistral_airflow.flow.attempt import Attempt, Slot
from mistral_airflow.flow.environment import Environment
from mistral_airflow.flow.errors import CallFault, WorkflowFault
from mistral_airflow.flow.functions import TaskFunctions
from mistral_airflow.flow.memory import Memory
from mistral_airflow.flow.outcome import WORKER_LOST
from mistral_airflow.flow.policies import Policies
from mistral_airflow.flow.progress import Progress
from mistral_airflow.flow.record import Record, State
from mistral_airflow.flow.run import Run
from mistral_airflow.flow.scope import Scope
from mistral_airflow.flow.task import TaskRun
from mistralc.expressions import ExpressionError, UnstorableError, stored

BEGUN_KEY = "begun"
"""The XCom key of how the task began: its "progress"; where no item runs, why: "fault" ends the run, "failure" is for
on-error to handle, "late" says that the timeout has struck."""

SLOT_KEY = "item"
"""The XCom key of how an item ended: the fields of its `Slot`, "index", "runs", "fault" and "failure" as above."""


class ItemsRun(TaskRun):
    """What comes before the first attempt, and the list of the items."""

    def __init__(self, operator: Any, context: Any) -> None:
        super().__init__(context["ti"].task.dag.task_dict[operator.of], context)
        self._items: list[dict[str, Any]] = []

    def begin(self) -> list[dict[str, Any]]:
        """The items. Raises AirflowSkipException where nothing led here."""
        self.execute()
        return self._items

    def go_on(self, progress: Mapping[str, Any], event: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The same where the task had to wait."""
        self.resume(progress, event)
        return self._items

    def _attempt(self) -> None:
        if self._missing_for_join():
            self._tell([])
            return
        attempt = self._prepared()
        try:
            attempt.begin()
            attempt.check()
            items = stored(attempt.items)
        except (CallFault, UnstorableError) as failure:
            self._tell([], failure=str(failure))
            return
        self._tell(_mappable(items))

    def _end_as(self, state: State, info: str) -> None:
        self._tell([])

    def _time_out(self, result: Any, attempt: Attempt | None = None) -> None:
        self._tell([], late=True)

    def _end_run(self, doing: str, fault: Exception, result: Any = None) -> None:
        self._tell([], fault=str(fault))

    def _tell(self, items: list[dict[str, Any]], **instead: Any) -> None:
        self.run.store.write(BEGUN_KEY, {"progress": self.progress.to_json(), **instead})
        self._items = items
        self.log.info("%d items", len(items))


def _mappable(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from airflow.sdk.configuration import conf

    most = conf.getint("core", "max_map_length", fallback=1024)
    if len(items) > most:
        raise WorkflowFault(
            f"{len(items)} items are more task instances than Airflow makes of one task: set [core] max_map_length "
            f"(now {most}) higher, or compile without --map-items"
        )
    return items


class ItemRun:
    """Runs the action for one item, in its instance of the mapped task."""

    def __init__(self, operator: Any, context: Any) -> None:
        self._operator = operator
        self._run = Run(context)
        self._index: int = context["ti"].map_index
        self._task = self._run.graph.operator(operator.of)
        self._memory = Memory(context)
        self._progress = Progress()

    def execute(self) -> None:
        """Run it from its beginning. Raises AirflowFailException when the action failed."""
        begun = self._run.store.value(self._run.graph.entrance(self._task).task_id, BEGUN_KEY)
        deadline = Progress.from_json(begun["progress"]).deadline
        self._progress = Progress("begin", runs=self._memory.runs, deadline=deadline)
        if self._memory.lost:
            self._progress.runs += 1
            self._end(Slot("ERROR", WORKER_LOST, WORKER_LOST))
        else:
            self._guarded(self._begin)

    def resume(self, progress: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        """Go on where the item gave up its process."""
        self._progress = Progress.from_json(progress)
        if self._progress.stage == "begin":
            self._guarded(self._begin)
        else:
            self._guarded(lambda: self._answered(event))

    def _guarded(self, work: Any) -> None:
        try:
            work()
        except CallFault as fault:
            self._end(Slot("ERROR", info=str(fault)), failure=str(fault))
        except (WorkflowFault, ExpressionError) as fault:
            self._end(Slot("ERROR", info=str(fault)), fault=str(fault))

    def _begin(self) -> None:
        attempt = self._attempt()
        self._await_turn()
        if self._late:
            self._end(Slot(info="The task timed out before the item began."))
            return
        attempt.begin()
        if not policies.repeatable(self._task, self._scope.evaluate):
            self._memory.begin(self._progress)
        self._progress.stage = "work"
        self._work(attempt)

    def _await_turn(self) -> None:
        """Where only the run knows how many items may run at once: an item follows the one so many places before it."""
        if isinstance(self._task.concurrency, str) and 0 < self._policies.concurrency <= self._index:
            before = self._index - self._policies.concurrency
            run = self._run.ti
            suspension.wait_for_item([run.dag_id, run.run_id, run.task_id, before], self._progress)

    def _answered(self, event: Mapping[str, Any]) -> None:
        attempt = self._attempt()
        attempt.load()
        if waiting.answers(event):
            attempt.answer(*waiting.answer(event))
        self._work(attempt)

    @property
    def _late(self) -> bool:
        return self._progress.deadline is not None and time.time() >= self._progress.deadline

    def _attempt(self) -> Attempt:
        environment: Environment = self._run.environment_into(self._task)
        record = Record(self._task.name, "SUCCESS", created=self._run.creation(self._task), environment=environment)
        self._scope = Scope(self._run, environment, TaskFunctions(self._run, record))
        has_policies = self._task.has_policies
        self._policies = policies.evaluated(self._task, self._scope.evaluate) if has_policies else Policies()
        return Attempt(self._run, self._task, self._scope, self._progress, self._policies, self._operator.item)

    def _work(self, attempt: Attempt) -> None:
        attempt.proceed()
        if not attempt.finished and not self._late:
            attempt.save()
            waiting.park(self._progress)
        self._end(attempt.slots[0])

    def _end(self, slot: Slot, **faults: str) -> None:
        self._memory.keep(self._progress, [slot], {})
        self._run.store.write(SLOT_KEY, {**asdict(slot), "index": self._index, "runs": self._progress.runs, **faults})
        if slot.state != "SUCCESS":
            raise AirflowFailException(slot.info or "The item failed.")


class CollectingRun(TaskRun):
    """The task itself: takes what came of the items for its first attempt, and decides what follows."""

    begun = True

    def _begin(self) -> None:
        begun = self.run.store.value(self.run.graph.entrance(self.operator).task_id, BEGUN_KEY)
        if begun is None:
            self._complete("ERROR", [], WORKER_LOST)
            return
        self.progress = Progress.from_json(begun["progress"])
        if "fault" in begun:
            raise WorkflowFault(begun["fault"])
        if "failure" in begun:
            self._complete("ERROR", [], begun["failure"])
        elif "late" in begun:
            self._time_out([])
        else:
            self._attempt()

    def _attempt(self) -> None:
        if self.progress.retry or self._missing_for_join():
            super()._attempt()
            return
        self.progress.stage = "work"
        ends = {end["index"]: end for end in self.run.store.of_instances(self.operator.mapped, SLOT_KEY)}
        for end in ends.values():
            if "fault" in end:
                raise WorkflowFault(end["fault"])
        attempt = self._prepared()
        attempt.take([_slot(ends.get(index)) for index in range(self._count())])
        self.progress.runs = sum(end["runs"] for end in ends.values())
        failure = next((end["failure"] for end in ends.values() if "failure" in end), None)
        if failure is not None:
            self._leave(attempt)
            self._complete("ERROR", attempt.results_so_far(), failure)
        elif not attempt.finished:
            self._time_out(attempt.results_so_far(), attempt)
        else:
            self._work(attempt)

    def _count(self) -> int:
        return len(self.run.store.value(self.run.graph.entrance(self.operator).task_id, "return_value") or ())


def _slot(end: Mapping[str, Any] | None) -> Slot:
    """What came of one item; its process was lost where it left nothing."""
    if end is None:
        return Slot("ERROR", WORKER_LOST, WORKER_LOST)
    return Slot(**{name: end[name] for name in asdict(Slot())})
