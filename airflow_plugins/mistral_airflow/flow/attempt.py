"""One attempt at a task: its action or its workflow, once or for every item, as far as it can go without waiting.

mistral `engine/tasks.py` (RegularTask, WithItemsTask) and `engine/actions.py`. What is still open when the process has
to end is kept in an XCom of the task; the next process goes on from there.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from mistral_airflow.actions import ITEM, Action, Execution, Parked, lookup
from mistral_airflow.flow import ad_hoc, calls, children, waiting
from mistral_airflow.flow.calling import TimedOut, call, repeated_call
from mistral_airflow.flow.errors import CallFault, WorkflowFault
from mistral_airflow.flow.policies import Policies, only_computes
from mistral_airflow.flow.progress import Progress
from mistral_airflow.flow.record import WORK_KEY, State
from mistral_airflow.flow.run import Run
from mistral_airflow.flow.scope import Scope
from mistral_airflow.operators.links import remember, show
from mistralc.expressions import ExpressionError, stored
from mistralc.merging import deep_merge

MOST_THREADS = 64


@dataclass
class Slot:
    """One run of the action or workflow. `state` is None until it has ended; `run` is its child run, if it has one."""

    state: State | None = None
    result: Any = None
    info: str | None = None
    run: list[str] | None = None
    parked: bool = False
    final: bool = False

    @property
    def started(self) -> bool:
        return self.state is not None or self.parked or self.run is not None


class Attempt:
    """The slots of one attempt and what is to be done about them."""

    def __init__(
        self, run: Run, operator: Any, scope: Scope, progress: Progress, policies: Policies,
        item: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """`item` are the variables of the only item, where each of them has a task instance of its own."""
        self._run = run
        self._operator = operator
        self._scope = scope
        self._progress = progress
        self._concurrency = policies.concurrency
        self._timeout = policies.timeout
        self._items: Mapping[str, list[Any]] | None = None
        self._item = item
        self._asked = False
        self.slots: list[Slot] = []

    def begin(self) -> None:
        """Find out what there is to do. Raises WorkflowFault, ExpressionError."""
        self._items = self._read_items()
        self._scope.evaluate(self._operator.queue)  # Airflow has chosen the worker by it; where it is none, say so
        count = len(next(iter(self._items.values()))) if self._items is not None else 1
        self.slots = [Slot() for _ in range(count)]

    def take(self, slots: list[Slot]) -> None:
        """Go on with what came of items that had task instances of their own."""
        self._items = {variable: [] for variable in self._operator.with_items}  # a task with items, whatever they were
        self.slots = slots

    def check(self) -> None:
        """Raise what would keep the first items from running: CallFault, WorkflowFault, ExpressionError."""
        if due := self._due():
            action = self._action()
            for index in due:
                self._arguments(index, action)

    def load(self) -> None:
        """Go on with the slots of the process before this one."""
        self._items = self._read_items()
        self.slots = [Slot(**slot) for slot in self._run.store.own(WORK_KEY)["slots"]]
        if runs := [slot.run for slot in self.slots if slot.run]:
            remember(self._run.ti, runs)

    def save(self) -> None:
        """Keep the slots for the process after this one."""
        self._run.store.write(
            WORK_KEY,
            {
                "runs": self._progress.runs,
                "generation": self._progress.generation,
                "retry": self._progress.retry,
                "slots": [asdict(slot) for slot in self.slots],
            },
        )

    def keep_finished(self, results: Sequence[Mapping[str, Any]]) -> None:
        """Take over the slots that succeeded when the task ran before: a rerun that resets nothing repeats the rest."""
        for slot, before in zip(self.slots, results, strict=False):
            if before["state"] == "SUCCESS":
                slot.state, slot.result = before["state"], before["result"]

    def lose(self, message: str) -> None:
        """Take all for failed: the process before this one ran them, as far as it came."""
        self._progress.runs += len(self.slots)
        for slot in self.slots:
            slot.state, slot.result, slot.info = "ERROR", message, message

    # What has come of it

    @property
    def finished(self) -> bool:
        """True when nothing is left to wait for; one cancelled item ends the task."""
        return self.cancelled or all(slot.state for slot in self.slots)

    @property
    def cancelled(self) -> bool:
        return any(slot.state == "CANCELLED" for slot in self.slots)

    @property
    def runs(self) -> list[list[str]]:
        """The child runs that have not ended, as far as is known here."""
        return [slot.run for slot in self.slots if slot.run and not slot.state]

    @property
    def parked(self) -> list[int]:
        """The places of the items that wait for their result from outside."""
        return [index for index, slot in enumerate(self.slots) if slot.parked and not slot.state]

    def outcome(self) -> tuple[State, Any, str | None]:
        """(state, result, message) of a finished attempt."""
        if self._items is None:
            (slot,) = self.slots
            return slot.state or "ERROR", slot.result, slot.info
        results = [slot.result for slot in self.slots if slot.state]
        if self.cancelled:
            return "CANCELLED", results, "One or more actions was cancelled."
        if any(slot.state == "ERROR" for slot in self.slots):
            return "ERROR", results, "One or more actions had failed."
        return "SUCCESS", results, None

    @property
    def final(self) -> bool:
        """Whether an action ended in a way that no repetition can change."""
        return any(slot.final for slot in self.slots)

    @property
    def items(self) -> list[dict[str, Any]]:
        """The variables of each item."""
        lists = self._items or {}
        return [dict(zip(lists, values, strict=True)) for values in zip(*lists.values(), strict=True)]

    def results_so_far(self) -> Any:
        """The result of a task that ends before its attempt does: what has ended, in order."""
        return [slot.result for slot in self.slots if slot.state]

    # Getting on

    def proceed(self) -> None:
        """Start what may be started and run it to its end, or to where it waits outside.

        Raises WorkflowFault, ExpressionError; CallFault for what the task's on-error may handle.
        """
        self.collect()
        while not self.cancelled and (due := self._due()):
            if self._operator.workflow:
                self._start_runs(due)
                return
            self._run_actions(due)

    def collect(self) -> None:
        """Note the child runs that have ended."""
        open_slots = [slot for slot in self.slots if slot.run and not slot.state]
        if not open_slots:
            return
        for slot, over in zip(open_slots, children.ended([slot.run or [] for slot in open_slots]), strict=True):
            if over and slot.run:
                state, message, output = self._verdict(slot)
                slot.state, slot.result = state, output
                slot.info = None if state == "SUCCESS" else _text(message)

    def _verdict(self, slot: Slot) -> tuple[State, Any, Any]:
        try:
            return children.verdict(slot.run or [])
        except CallFault:
            slot.run = None  # a run that refused to start is none
            self._progress.runs -= 1
            raise

    def answer(self, state: State, result: Any, index: int | None) -> None:
        """Take the result of a parked item; the first one that waits when no place is given."""
        place = index if index is not None and index in self.parked else next(iter(self.parked), None)
        if place is not None:
            slot = self.slots[place]
            slot.state, slot.result = state, self._action().converted(result) if state == "SUCCESS" else result
            slot.info = None if state == "SUCCESS" else str(result)

    def _due(self) -> list[int]:
        """The places of what may be started now, in order."""
        waiting = [index for index, slot in enumerate(self.slots) if not slot.started]
        if self._items is None or not self._concurrency:
            return waiting
        busy = sum(1 for slot in self.slots if slot.started and not slot.state)
        return waiting[: max(0, self._concurrency - busy)]

    # Items

    def _read_items(self) -> Mapping[str, list[Any]] | None:
        if not self._operator.with_items:
            return None
        if self._item is not None:
            return {variable: [value] for variable, value in self._item.items()}
        values = self._scope.evaluate(self._operator.with_items)
        lists: dict[str, list[Any]] = {}
        for variable, value in values.items():
            if not hasattr(value, "__iter__"):
                raise WorkflowFault(f"Wrong input format for: {variable}. Iterable type is expected for each value.")
            lists[variable] = list(value)
        if len({len(items) for items in lists.values()}) > 1:
            raise WorkflowFault(f"Wrong input format for: {values}. All arrays must have the same length.")
        return lists

    def _item_scope(self, index: int) -> Scope:
        if self._items is None:
            return self._scope
        return self._scope.with_items({variable: values[index] for variable, values in self._items.items()})

    # Actions

    def _run_actions(self, places: Sequence[int]) -> None:
        action = self._action()
        arguments = {index: self._arguments(index, action) for index in places}
        self._progress.runs += len(places)
        if action.asynchronous:  # whoever gives the result may be faster than the action
            self.ask(places)
        try:
            with _limit(self._timeout):
                if len(places) == 1 or self._ends_at_once(arguments):
                    for place in places:
                        self._act(place, action, arguments[place])
                else:
                    self._act_side_by_side(places, action, arguments)
        except TimedOut:
            for slot in (self.slots[place] for place in places):
                if not slot.state:
                    slot.state = "ERROR"
                    slot.result = slot.info = (
                        f"The action raised an exception [action={action.name}, "
                        f"msg='Timeout after {self._timeout} seconds']"
                    )

    def _ends_at_once(self, arguments: Mapping[int, Mapping[str, Any]]) -> bool:
        """Whether threads would only cost time; the environment may have given the action a delay."""
        return only_computes(self._operator) and not any("delay" in given for given in arguments.values())

    def _act_side_by_side(
        self, places: Sequence[int], action: Action, arguments: Mapping[int, Mapping[str, Any]]
    ) -> None:
        pool = ThreadPoolExecutor(min(len(places), MOST_THREADS))
        try:
            list(pool.map(lambda index: self._act(index, action, arguments[index]), places))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _action(self) -> Action:
        """The action. One that is not there ends the run, but for with-items: there the engine looks later."""
        try:
            name = str(self._scope.evaluate(self._operator.action) or "std.noop")
            return ad_hoc.find(name, self._operator.ad_hoc, self._scope, self._lookup)
        except (ExpressionError, WorkflowFault) as fault:
            if self._items is None:
                raise
            raise CallFault(str(fault)) from fault

    def only_call(self) -> tuple[Action, Mapping[str, Any]]:
        """The action of a task without items, and its arguments. Raises WorkflowFault, ExpressionError."""
        action = self._action()
        return action, self._arguments(0, action)

    def _lookup(self, name: str) -> Action:
        run, task = self._run, self._operator.name
        whose = Execution(
            run.workflow, run.id, run.task_uuid(task), str(run.ti.id), waiting.address(run.ti), run.env, run,
            f"{self._progress.generation}.{self._progress.retry}",
        )  # fmt: skip
        return lookup(name, whose)

    def ask(self, places: Sequence[int]) -> None:
        """Ask for the results of these places, once in a process: a second question would drop an early answer."""
        if not self._asked:
            several = self._items is not None and self._item is None
            waiting.ask(self._run.ti, self._operator.name, self._operator, places if several else ())
            self._asked = True

    def _arguments(self, index: int, action: Action) -> Mapping[str, Any]:
        arguments = self._item_scope(index).evaluate(self._operator.input or {})
        if self._run.env_defaults(self._operator.action):
            arguments = deep_merge(self._run.env_defaults(self._operator.action), arguments)
        if not isinstance(arguments, Mapping):
            raise WorkflowFault(f"Unexpected type for dynamic input [input={arguments!r}]: it must be a dict")
        action.check(arguments)
        return arguments

    def _act(self, index: int, action: Action, arguments: Mapping[str, Any]) -> None:
        slot = self.slots[index]
        place = "" if self._items is None else f" for item {index if self._item is None else self._run.ti.map_index}"
        self._operator.log.info("Running %s%s", action.name, place)
        ITEM.set(index)
        try:
            called = (repeated_call if self._operator.retry else call)(action, arguments)
        except Parked:
            slot.parked = True
        except CallFault:  # so no action has run
            self._progress.runs -= 1
            raise
        else:
            slot.state, slot.result, slot.info = called.state, called.result, called.info
            slot.final = called.final

    # Workflows

    def _workflow_name(self) -> Any:
        """Raises CallFault with items: the engine looks for the name where on-error counts already."""
        try:
            return self._scope.evaluate(self._operator.workflow)
        except ExpressionError as fault:
            if self._items is None:
                raise
            raise CallFault(str(fault)) from fault

    def _start_runs(self, places: Sequence[int]) -> None:
        name = self._workflow_name()
        for index in places:
            slot = self.slots[index]
            arguments = self._item_scope(index).evaluate(self._operator.input or {})
            if not isinstance(arguments, Mapping):
                raise WorkflowFault(f"Unexpected type for dynamic input [input={arguments!r}]: it must be a dict")
            number = self._progress.generation, self._progress.retry
            slot.run = calls.start(self._run, self._operator, str(name), stored(arguments), number, index)
            self._progress.runs += 1
            self._operator.log.info("Started %s: run %s of DAG %s", name, slot.run[1], slot.run[0])
        show(self._run.ti, [slot.run for slot in self.slots if slot.run])


def _text(message: Any) -> str | None:
    return None if message is None else str(message)


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """Raise TimedOut in the block after so many seconds; 0 is no limit. In a process' main thread only."""
    if not seconds:
        yield
        return

    def strike(*_: Any) -> None:
        raise TimedOut

    before = signal.signal(signal.SIGALRM, strike)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
