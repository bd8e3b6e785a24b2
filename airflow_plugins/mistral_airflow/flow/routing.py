"""What follows a task that ended: guards evaluated in Mistral's order, engine commands taken into account.

Order and effect: mistral `direct_workflow._find_next_tasks` (on-error or on-success first, then on-complete) and
`engine/dispatcher.py` (a leading fail or succeed stands alone; what comes after one is dropped; noop leads nowhere).
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from mistral_airflow.flow.functions import TaskFunctions
from mistral_airflow.flow.graph import RunGraph
from mistral_airflow.flow.record import Ending, Pause, State
from mistral_airflow.flow.run import Run
from mistral_airflow.flow.scope import Scope
from mistral_airflow.flow.store import Store

NOOP = "noop"

_EVENTS: dict[str, list[tuple[str, ...]]] = {
    "SUCCESS": [("on-success", "on-complete")],
    "ERROR": [("on-error", "on-complete")],
    "SKIPPED": [("on-skip",), ("on-success",)],
    "CANCELLED": [],
}
"""The clauses that are asked after each end; those of the next group only where nothing fired in the one before."""

_END_STATES: dict[str, State] = {"fail": "ERROR", "succeed": "SUCCESS"}


@dataclass
class Decision:
    """Which transitions fire: `targets` are Airflow task ids to follow, `next` the same as Mistral lists it."""

    targets: list[str] = field(default_factory=list)
    next: list[tuple[str, str | None]] = field(default_factory=list)
    handled: bool = False
    ending: Ending | None = None
    pause: Pause | None = None


def decide(run: Run, task: Any, state: State, scope: Scope) -> Decision:
    """The decision of `task` (an operator with routes) that ended in `state`. Raises ExpressionError."""
    fired: list[Any] = []
    for events in _EVENTS[state]:
        fired = fired or [
            route for event in events for route in task.routes
            if route.event == event and (not route.guard or scope.evaluate(route.guard))
        ]  # fmt: skip
    decision = Decision(handled=any(route.event == "on-error" for route in fired))
    for route in fired:
        if route.target == NOOP:
            continue
        target = run.graph.operator(route.target)
        if target.mistral_kind != "command":
            decision.next.append(
                (target.name, route.event)
            )  # Mistral lists what a command then keeps from starting, too
        if decision.ending is None:
            _take(decision, route.target, target, task, scope)
    return decision


def _take(decision: Decision, task_id: str, target: Any, task: Any, scope: Scope) -> None:
    if target.mistral_kind == "command" and target.command != "pause":
        decision.ending = _ending(target, task, scope)
    elif target.mistral_kind == "command":
        if decision.pause:
            return  # on resume the engine passes over those that wait with the rest
        decision.pause = Pause(task_id, len(decision.next), _message(target, scope))
    decision.targets.append(task_id)


def _ending(command: Any, task: Any, scope: Scope) -> Ending:
    return Ending(_END_STATES[command.command], _message(command, scope), task.name, time.time())


def _message(command: Any, scope: Scope) -> str | None:
    message = scope.evaluate(command.message)
    return None if message is None else str(message)


def held_back(run: Run, task: Any) -> bool:
    """Whether nothing follows `task`, which has ended, because the run was ended meanwhile.

    Joins find that out themselves when they start: a task that leads to nothing else does not ask.
    """
    return bool(run.marks.stop or (not run.graph.leads_to_joins(task) and ending_elsewhere(run, task)))


def ending_elsewhere(run: Run, task: Any) -> Ending | None:
    """How another task, or a person, ended the run while this one ran: then nothing follows this one.

    Asks only where the graph allows it: a task that nothing runs beside costs no request.
    """
    if run.marks.stop:
        return run.marks.stop
    return _ended_beside(run, run.graph, run.store, task) or _ended_above(run)


def _ended_above(run: Run) -> Ending | None:
    """How the run that this region belongs to was ended, by another of its tasks or by another activation."""
    if not run.region:
        return None
    graph, store = run.parts[0]
    activation = graph.operator(run.region["by"])
    by_another = None if run.region.get("alone") else ending_of(run, activation, store)
    return by_another or _ended_beside(run, graph, store, activation)


def _ended_beside(run: Run, graph: RunGraph, store: Store, task: Any) -> Ending | None:
    beside = graph.may_end_run_of(task)
    if not beside:
        return None
    states = store.ends()
    suspects = [
        op for op in beside
        if op.mistral_kind == "activation" or states.get(op.task_id) == "failed"
        or (op.can_end_run and states.get(op.task_id) == "success")
    ]  # fmt: skip
    return first_ending(run, suspects, store)


def first_ending(run: Run, tasks: Iterable[Any], store: Store | None = None) -> Ending | None:
    """The earliest end that any of `tasks` decided for the run. Raises ExpressionError."""
    endings = [ending for op in tasks if op.mistral_kind != "noop" and (ending := ending_of(run, op, store))]
    return min(endings, key=lambda ending: ending.at, default=None)


def ending_of(run: Run, task: Any, store: Store | None = None) -> Ending | None:
    """The end that `task` decided for the run; of one whose process died, the command that its failure leads to.

    `store` is that of the DAG run the task is in, where that is not `run` itself.
    """
    store = store or run.store
    if task.mistral_kind == "activation":
        ended = (run.summary(task, store) or {}).get("ending")
        return Ending(**ended) if ended else None
    record = store.record(task.task_id)
    if record:
        return record.ending
    if not task.can_end_run or store.ends().get(task.task_id) != "failed":
        return None
    routes = [route for route in task.crash_routes if route.target != NOOP]
    command = next((c for route in routes if getattr(c := task.dag.task_dict[route.target], "ends_run", False)), None)
    if command is None:
        return None
    message = None
    if store is run.store:
        message = _message(command, Scope(run, run.environment_into(task), TaskFunctions(run)))
    at = math.inf  # nobody knows when it died; an end that was decided came first
    return Ending(_END_STATES[command.command], message, task.name, at)
