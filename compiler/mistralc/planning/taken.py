"""The transitions a run may take when some guards are known not to hold, and what a run must have met to be at a task.

A guard that is known not to hold never does: it depends on values that no task changes (`planning.values`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from mistralc.analysis.graph import Edge, Graph
from mistralc.analysis.reach import cut_off, reachable
from mistralc.analysis.requirements import Requirements
from mistralc.model import Event, Workflow
from mistralc.planning.values import UNKNOWN, Known


@dataclass(frozen=True)
class Condition:
    """What must have happened at a task: how it ended (None: in any way), and the guard that held ('' for none)."""

    task: str
    event: Event | None
    guard: str

    @property
    def text(self) -> str:
        """In words: `after an error of 'a'`, `when <% $.x %> after 'a'`."""
        ended = {Event.ERROR: "an error of ", Event.SKIP: "the skip of "}.get(self.event or Event.SUCCESS, "")
        return f"{f'when {self.guard} ' if self.guard else ''}after {ended}'{self.task}'"

    def as_object(self) -> dict[str, str | None]:
        return {"task": self.task, "event": self.event.value if self.event else None, "guard": self.guard or None}


class Taken(Graph):
    """A graph without the transitions that cannot be taken."""

    def __init__(self, workflow: Workflow, known: Known) -> None:
        super().__init__(workflow)
        self.known = known
        dropped = {id(edge) for edge, _ in cut_off(self)}
        self._outbound = {
            name: tuple(edge for edge in edges if id(edge) not in dropped and self._may_hold(edge.guard))
            for name, edges in self._outbound.items()
        }

    def _may_hold(self, guard: str) -> bool:
        value = self.known.value(guard) if guard else True
        return value is UNKNOWN or bool(value)

    def can_run(self, target: str | None = None) -> list[str]:
        """The tasks that a run may come to, as they were written; of a reverse workflow those `target` requires."""
        if self.workflow.type == "reverse":
            found = _required(self.workflow, target)
        else:
            found = reachable(self, Graph(self.workflow).starts)
        return [name for name in self.tasks if name in found]

    @cached_property
    def without_error(self) -> set[str]:
        """The tasks that a run may come to when no task ends in an error."""
        return reachable(_Sunny(self.workflow, self.known), Graph(self.workflow).starts)

    def conditions(self, task: str) -> list[Condition]:
        """What every run that comes to `task` has met, in the order of the workflow."""
        order = {name: place for place, name in enumerate(self.tasks)}
        return sorted(self._met.get(task, ()), key=lambda met: (order[met.task], met.guard))

    @cached_property
    def _met(self) -> Mapping[str, frozenset[Condition]]:
        """The greatest solution of: a task has met what all its transitions have (for a `join: all`: what any has)."""
        starts = Graph(self.workflow).starts
        found = reachable(self, starts)
        everything = frozenset[Condition]().union(*(_own(edge) for name in found for edge in self.outbound_tasks(name)))
        met = {name: frozenset[Condition]() if name in starts else everything for name in self.tasks if name in found}
        waiting = list(met)
        while waiting:
            for edge in self.outbound_tasks(waiting.pop()):
                now = self._at(edge.target, met)
                if now != met[edge.target]:
                    met[edge.target] = now
                    waiting.append(edge.target)
        return met

    def _at(self, task: str, met: Mapping[str, frozenset[Condition]]) -> frozenset[Condition]:
        """A join of all waits for each task before it, not for each transition: those of one task are ways to it."""
        ways: dict[str, list[frozenset[Condition]]] = {}
        join = self.tasks[task].join == "all"
        for edge in self.inbound(task):
            if edge.source in met:
                ways.setdefault(edge.source if join else "", []).append(met[edge.source] | _own(edge))
        return frozenset[Condition]().union(*(frozenset.intersection(*each) for each in ways.values()))


class _Sunny(Taken):
    """The same without what follows an error."""

    def outbound_tasks(self, task: str) -> Iterable[Edge]:  # type: ignore[override]
        return (edge for edge in super().outbound_tasks(task) if edge.event is not Event.ERROR)


def _own(edge: Edge) -> frozenset[Condition]:
    says_something = edge.guard or edge.event in (Event.ERROR, Event.SKIP)
    event = None if edge.event is Event.COMPLETE else edge.event
    return frozenset({Condition(edge.source, event, edge.guard)} if says_something else ())


def _required(workflow: Workflow, target: str | None) -> set[str]:
    requirements = Requirements(workflow)
    waiting = [target] if target is not None and target in workflow.tasks else list(workflow.tasks)
    found = set(waiting)
    while waiting:
        for name in requirements.of(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found - requirements.never_start
