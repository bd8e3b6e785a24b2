"""The compiled workflow as a running task sees it: the operators of its own DAG file, asked for what leads where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from mistral_airflow.operators.routes import NOOP

Kind = Literal[
    "task", "noop", "items", "item", "items_end", "gate", "activation", "exit", "command", "vars", "target", "outcome"
]
"""`mistral_kind` of an operator class: what its tasks are in the workflow's terms."""


@dataclass(frozen=True)
class Inbound:
    """One inbound edge of a task: the operator it comes from and the gate between them, if there is one.

    `name` is the inbound task as the workflow calls it; where a region is activated, a task of that. `into` is the join
    that starts whether the edge fired or not: one without gates.
    """

    source: Any
    gate: str | None
    name: str
    into: Any = None


class RunGraph:
    """Questions about one DAG. Its operators have a `mistral_kind`; those of tasks a `name`, publishes and routes."""

    def __init__(self, dag: Any, *, region: bool = False) -> None:
        self._region = region
        self._operators: dict[str, Any] = dag.task_dict
        self._publishing: dict[str, bool] = {}
        self._ancestors: dict[str, frozenset[str]] = {}

    @cached_property
    def tasks(self) -> dict[str, Any]:
        """Operators of the workflow's tasks by task id, in the order they were written."""
        return {task_id: op for task_id, op in self._operators.items() if kind_of(op) in ("task", "noop")}

    @cached_property
    def _by_name(self) -> dict[str, Any]:
        return {op.name: op for op in self.tasks.values()}

    def operator(self, task_id: str) -> Any:
        """The operator with that Airflow task id."""
        return self._operators[task_id]

    def named(self, name: str) -> Any | None:
        """The operator of the task that the workflow calls `name`."""
        return self._by_name.get(name)

    def position(self, task_id: str) -> int:
        """The place of a task in its workflow."""
        return list(self._operators).index(task_id)

    @cached_property
    def vars(self) -> Any | None:
        """The operator that holds the workflow's `vars`."""
        return next((op for op in self._operators.values() if kind_of(op) == "vars"), None)

    @cached_property
    def target(self) -> Any | None:
        """The operator that a reverse workflow begins with; None in a direct one."""
        return next((op for op in self._operators.values() if kind_of(op) == "target"), None)

    @property
    def openers(self) -> list[Any]:
        """The operators before all tasks, any of which can refuse the start."""
        return [op for op in (self.vars, self.target) if op]

    def requires(self, task_id: str) -> frozenset[str]:
        """The tasks that a task of a reverse workflow requires, by task id."""
        return self._requires.get(task_id, frozenset())

    @cached_property
    def _requires(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for task_id, op in self.tasks.items():
            for route in op.routes:
                found.setdefault(route.target, set()).add(task_id)
        return {task_id: frozenset(above) for task_id, above in found.items()}

    def required_for(self, name: str) -> frozenset[str]:
        """The task of that name and all it requires, directly or not, by task id."""
        target = self.named(name)
        waiting = [target.task_id] if target else []
        found: set[str] = set()
        while waiting:
            task_id = waiting.pop()
            if task_id not in found:
                found.add(task_id)
                waiting.extend(self.requires(task_id))
        return frozenset(found)

    def inbound(self, operator: Any) -> list[Inbound]:
        """The inbound edges of a task in the order of their sources; empty for a task the workflow starts with."""
        found: dict[tuple[str, str], Inbound] = {}
        into = operator if joins_without_gates(operator) else None
        for gate, source in self._sources(operator, None):
            name = self._operators[gate].source_id if gate and kind_of(source) == "activation" else source.name
            found.setdefault((source.task_id, name), Inbound(source, gate, name, into))
        order = list(self._operators)
        return sorted(found.values(), key=lambda edge: order.index(edge.source.task_id))

    def _sources(self, operator: Any, gate: str | None) -> Iterator[tuple[str | None, Any]]:
        for task_id in operator.upstream_task_ids:
            above = self._operators[task_id]
            if kind_of(above) == "gate":
                yield from self._sources(above, task_id)
            elif kind_of(above) == "items":
                yield from self._sources(above, gate)
            elif kind_of(above) in ("task", "noop", "activation"):
                yield gate, above

    @cached_property
    def activations(self) -> list[Any]:
        """The operators that activate regions."""
        return [op for op in self._operators.values() if kind_of(op) == "activation"]

    @cached_property
    def pauses(self) -> list[Any]:
        """The nodes of the engine command `pause`."""
        return [op for op in self._operators.values() if kind_of(op) == "command" and op.command == "pause"]

    @property
    def entry(self) -> Any:
        """The task that a region begins with."""
        return next(op for op in self.tasks.values() if not self.entrance(op).upstream_task_ids)

    def entrance(self, operator: Any) -> Any:
        """The operator that the edges to a task lead to: itself, or what expands its items."""
        above = (self._operators[task_id] for task_id in operator.upstream_task_ids)
        return next((op for op in above if kind_of(op) == "items"), operator)

    def publishes_upstream(self, operator: Any) -> bool:
        """True when `operator` or any task before it can publish to the branch: else no environment is read."""
        if self._region:
            return True
        task_id = operator.task_id
        if task_id not in self._publishing:
            self._publishing[task_id] = any(
                _publishes(self._operators[above]) for above in (task_id, *self._upstream(operator))
            )
        return self._publishing[task_id]

    def _upstream(self, operator: Any) -> frozenset[str]:
        if operator.task_id not in self._ancestors:
            found: set[str] = set()
            waiting = list(operator.upstream_task_ids)
            while waiting:
                task_id = waiting.pop()
                if task_id not in found:
                    found.add(task_id)
                    waiting.extend(self._operators[task_id].upstream_task_ids)
            self._ancestors[operator.task_id] = frozenset(found)
        return self._ancestors[operator.task_id]

    def is_last(self, operator: Any) -> bool:
        """True when nothing else can be under way where nothing follows a task that has ended."""
        others = {name for name, op in self._operators.items() if kind_of(op) != "outcome"} - {operator.task_id}
        return self._sequential or (not self.early_joins and others <= self._upstream(operator))

    @cached_property
    def _sequential(self) -> bool:
        """True when never more than one task can be under way."""
        kinds = {kind_of(op) for op in self._operators.values()}
        if not kinds <= {"task", "noop", "gate", "exit", "vars", "outcome"}:
            return False
        starts = [op for op in self.tasks.values() if not self.inbound(op)]
        return len(starts) == 1 and all(_goes_one_way(op) for op in self.tasks.values())

    @cached_property
    def unfailing(self) -> bool:
        """True when no task is there for the failure of another: what a sequential run has come to, all succeeded.

        Then the last task is all that is left of the run: what was before it has led to it.
        """
        kinds = {kind_of(op) for op in self._operators.values()}
        routes = [route for op in self.tasks.values() for route in op.routes]
        if self._region and len(self.tasks) > 1:
            return False  # its end tells of each task
        return kinds <= {"task", "exit", "outcome"} and all(route.event == "on-success" for route in routes)

    @cached_property
    def early_joins(self) -> list[Any]:
        """Joins that may start before all their sources have ended."""
        return [op for op in self.tasks.values() if self.entrance(op).trigger_rule == "one_success"]

    def may_end_run_of(self, operator: Any) -> list[Any]:
        """Tasks that can have ended the run when `operator` ends.

        Those that may run beside it, those before it with a command (`on-success: [next, succeed]`), and all before a
        join, which starts after a fault of one of them, too.
        """
        before = self._upstream(operator) if not self.early_joins else frozenset()
        return [
            op
            for task_id, op in self._operators.items()
            if kind_of(op) in ("task", "activation")
            and task_id != operator.task_id
            and (task_id not in before or op.can_end_run or operator.join)
            and operator.task_id not in self._upstream(op)
        ]

    def global_publishers(self, variable: str) -> list[Any]:
        """Tasks that can publish `variable` globally."""
        return [op for op in self._global if variable in op.global_names]

    @cached_property
    def global_names(self) -> frozenset[str]:
        """Every variable that some task can publish globally."""
        return frozenset(name for op in self._global for name in op.global_names)

    @cached_property
    def _global(self) -> list[Any]:
        return [op for op in self._operators.values() if kind_of(op) in ("task", "activation") and op.global_names]

    def doors(self, operator: Any) -> dict[str, str]:
        """Direct successors by what they lead to: {target task id: the gate to it, or itself}."""
        doors = {}
        for task_id in operator.downstream_task_ids:
            below = self._operators[task_id]
            own = (getattr(below, "stands_for", task_id),)
            for target_id in below.target_ids if kind_of(below) == "gate" else own:
                doors[target_id] = task_id
        return doors

    def leads_to_joins(self, operator: Any) -> bool:
        """True when a task leads to joins of its own DAG only, or to nothing."""
        targets = [self._operators[route.target] for route in operator.routes if route.target != NOOP]
        return all(getattr(target, "join", None) for target in targets)

    def leads_to(self, route: Any) -> str:
        """The name of the task that a transition leads to."""
        return str(self._operators[route.target].name)


def joins_without_gates(operator: Any) -> bool:
    """Whether a join starts when all its inbound tasks have ended, however they did (`mistralc.lowering.cohorts`)."""
    if not getattr(operator, "join", None) or len(operator.upstream_task_ids) < 2:
        return False
    above = next(iter(operator.upstream_task_ids))  # the others are of its kind: each edge has a gate, or none has
    return kind_of(operator.dag.task_dict[above]) == "task"


def may_skip(task: Any) -> bool:
    """Whether a task may not follow one of its successors: any but joins without gates, and an outcome beside others.

    The outcome is not followed by a task that is the last (`RunGraph.is_last`): as much of that as costs nothing is
    found out here.
    """
    below = [operator for operator in task.downstream_list if not joins_without_gates(operator)]
    if any(kind_of(operator) != "outcome" for operator in below):
        return True
    above = [operator for operator in task.upstream_list if kind_of(operator) == "task"]
    return any(len(outcome.upstream_task_ids) == 1 for outcome in below) or (
        bool(below) and all(_goes_one_way(operator) for operator in above)
    )


def _goes_one_way(operator: Any) -> bool:
    """Whether at most one transition of a task can fire, however it ends; joins are left out."""
    events = [route.event for route in operator.routes if route.target != NOOP]
    return not operator.join and all(
        sum(event in (own, "on-complete") for event in events) <= 1 for own in ("on-success", "on-error", "on-skip")
    )


def kind_of(operator: Any) -> str | None:
    """Its `mistral_kind`; None for Airflow's own operators, mapped ones among them."""
    return getattr(operator, "mistral_kind", None)


def _publishes(operator: Any) -> bool:
    if kind_of(operator) == "activation":
        return bool(operator.publishes)
    return kind_of(operator) == "task" and bool(
        operator.publish or operator.publish_on_error or operator.publish_on_skip
    )
