"""Which transitions can never both fire in one run: the proof that a merge without a join runs its task once.

The condition under which a task runs is kept as alternatives (one a path), each a set of facts `(what, outcome)`: a
task that ended in success or error, a guard that held or not. Two transitions exclude each other when every pair of
their alternatives contains one fact with two outcomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

from mistralc.analysis.graph import Edge, Graph
from mistralc.analysis.guards import Fact, facts
from mistralc.model import Event

Alternative = frozenset[Fact]

MAX_ALTERNATIVES = 64
"""More paths than this into one task are folded into what they have in common, which is sound and less precise."""


class PathConditions:
    """Path conditions of an acyclic transition graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._conditions: dict[str, frozenset[Alternative]] = {}
        self._edges: dict[int, frozenset[Alternative]] = {}
        for task in _topological(graph):
            inbound = graph.inbound(task)
            alternatives = (
                frozenset(a for edge in inbound for a in self.of(edge)) if inbound else frozenset({frozenset()})
            )
            self._conditions[task] = _folded(alternatives)

    def of(self, edge: Edge) -> frozenset[Alternative]:
        """The alternatives under which `edge` (of this graph) fires."""
        if id(edge) not in self._edges:
            own = {(f"{edge.source}: {what}", outcome) for what, outcome in facts(edge.guard)}
            if edge.event is not Event.COMPLETE:
                own.add((f"{edge.source} ended", edge.event.value))
            joined = (alternative | own for alternative in self._conditions[edge.source])
            self._edges[id(edge)] = frozenset(a for a in joined if not _contradict(a, a))
        return self._edges[id(edge)]

    def exclusive(self, first: Edge, second: Edge) -> bool:
        """True when no run can fire both transitions."""
        return all(_contradict(a, b) for a, b in product(self.of(first), self.of(second)))

    def all_exclusive(self, first: Sequence[Edge], second: Sequence[Edge]) -> bool:
        """True when no run can fire one transition of `first` and one of `second`."""
        return all(self.exclusive(a, b) for a, b in product(first, second))

    def clash(self, edges: Sequence[Edge]) -> tuple[Edge, Edge] | None:
        """The first two of `edges` that are not proved to exclude each other."""
        return next((pair for pair in combinations(edges, 2) if not self.exclusive(*pair)), None)


def one_of_two(first: Edge, second: Edge) -> bool:
    """True when a task that ends takes at most one of two of its own transitions."""
    events = {first.event, second.event}
    if len(events) == 2 and Event.COMPLETE not in events:
        return True
    return _contradict(facts(first.guard), facts(second.guard))


def _contradict(first: Alternative, second: Alternative) -> bool:
    outcomes = dict(first)
    return any(outcomes.get(what, outcome) != outcome for what, outcome in second)


def _folded(alternatives: frozenset[Alternative]) -> frozenset[Alternative]:
    if len(alternatives) <= MAX_ALTERNATIVES:
        return alternatives
    return frozenset({frozenset.intersection(*alternatives)})


def _topological(graph: Graph) -> list[str]:
    waiting = {task: len(graph.inbound(task)) for task in graph.tasks}
    ready = [task for task, count in waiting.items() if not count]
    for task in ready:
        for edge in graph.outbound_tasks(task):
            waiting[edge.target] -= 1
            if not waiting[edge.target]:
                ready.append(edge.target)
    return ready
