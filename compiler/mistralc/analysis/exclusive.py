"""Which transitions can never both fire in one run: the proof that a merge without a join runs its task once.

The ways on which a run can come to a task are leaves of a tree: each adds the facts of one transition to those of the
way before it, a fact being `(what, outcome)`: a task that ended in success or error, a guard that held or not. Facts
are about the source of a transition alone, so two ways exclude each other exactly when the first facts after their
common beginning do. Ways to one task that do not exclude each other are folded into that beginning, which keeps it so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from itertools import combinations, product

from mistralc.analysis.graph import Edge, Graph
from mistralc.analysis.guards import Fact, facts
from mistralc.model import Event

Facts = frozenset[Fact]

MAX_WAYS = 64
"""More ways than this into one task are folded into what they have in common, which is sound and less precise."""


class Way:
    """A run of transitions from the start: one node of the tree. `jump` is an ancestor farther up, after Myers (1983):
    with it the common beginning of two ways is found in logarithmic time."""

    __slots__ = ("_after", "before", "depth", "facts", "jump")

    def __init__(self, before: Way | None, facts: Facts) -> None:
        self.before: Way = before or self
        self.facts = facts
        self.depth: int = before.depth + 1 if before else 0
        self.jump: Way = self._farther() if before else self
        self._after: dict[Facts, Way] = {}

    def on(self, facts: Facts) -> Way:
        """The way that goes on with these facts; itself when there are none."""
        if facts and facts not in self._after:
            self._after[facts] = Way(self, facts)
        return self._after[facts] if facts else self

    def _farther(self) -> Way:
        before = self.before
        even = before.depth - before.jump.depth == before.jump.depth - before.jump.jump.depth
        return before.jump.jump if even else before


class PathConditions:
    """The ways through an acyclic transition graph."""

    def __init__(self, graph: Graph) -> None:
        self._ways: dict[str, Sequence[Way]] = {}
        start = Way(None, frozenset())
        for task in graph.order():
            inbound = graph.inbound(task)
            self._ways[task] = _folded([way for edge in inbound for way in self.of(edge)]) if inbound else [start]

    def of(self, edge: Edge) -> list[Way]:
        """The ways on which a run takes `edge`."""
        own = _facts(edge)
        return [way.on(own) for way in self._ways[edge.source]]

    def exclusive(self, first: Edge, second: Edge) -> bool:
        """True when no run can fire both transitions."""
        return all(_exclude(a, b) for a, b in product(self.of(first), self.of(second)))

    def all_exclusive(self, first: Sequence[Edge], second: Sequence[Edge]) -> bool:
        """True when no run can fire one transition of `first` and one of `second`."""
        return all(self.exclusive(a, b) for a, b in product(first, second))

    def at_most_one(self, edges: Sequence[Edge]) -> bool:
        """True when no run can fire two of the transitions. The cost is that of the tree they span, not their pairs."""
        leaves = [way for edge in edges for way in self.of(edge)]
        if len(leaves) < 2:
            return True
        if len(set(leaves)) < len(leaves):
            return False
        return all(_branch_apart(branches) for branches in _branches(leaves, set(leaves)))


def extends(first: Way, second: Way) -> bool:
    """Whether one of two ways begins with the other."""
    return _beginning(first, second) in (first, second)


def one_of_two(first: Edge, second: Edge) -> bool:
    """True when a task that ends takes at most one of two of its own transitions."""
    return _contradict(_facts(first), _facts(second))


def _facts(edge: Edge) -> Facts:
    own = {(f"{edge.source}: {what}", outcome) for what, outcome in facts(edge.guard)}
    if edge.event is not Event.COMPLETE:
        own.add((f"{edge.source} ended", edge.event.value))
    return frozenset(own)


def _contradict(first: Facts, second: Facts) -> bool:
    outcomes = dict(first)
    return any(outcomes.get(what, outcome) != outcome for what, outcome in second)


def _exclude(first: Way, second: Way) -> bool:
    """Whether two ways part with facts that contradict each other."""
    beginning = _beginning(first, second)
    if beginning in (first, second):
        return False
    return _contradict(_up(first, beginning.depth + 1).facts, _up(second, beginning.depth + 1).facts)


def _beginning(first: Way, second: Way) -> Way:
    """What two ways have in common."""
    first, second = _up(first, second.depth), _up(second, first.depth)
    while first is not second:
        far = first.jump is not second.jump
        first, second = (first.jump, second.jump) if far else (first.before, second.before)
    return first


def _up(way: Way, depth: int) -> Way:
    while way.depth > depth:
        way = way.jump if way.jump.depth >= depth else way.before
    return way


def _folded(ways: Iterable[Way]) -> Sequence[Way]:
    """Ways that exclude each other, in the place of all."""
    distinct = dict.fromkeys(ways)
    if len(distinct) > MAX_WAYS:
        return [reduce(_beginning, distinct)]
    kept: list[Way] = []
    for way in distinct:
        while (other := next((other for other in kept if not _exclude(way, other)), None)) is not None:
            kept.remove(other)
            way = _beginning(way, other)
        kept.append(way)
    return kept


def _branches(leaves: Sequence[Way], ends: Collection[Way]) -> Iterable[Collection[Way | None]]:
    """The ways that go on from each node above the leaves, None among them where one ends."""
    top = reduce(_beginning, leaves)
    after: dict[Way, list[Way | None]] = {}
    for leaf in leaves:
        way = leaf
        while way is not top:
            first_visit = way.before not in after
            after.setdefault(way.before, [None] if way.before in ends else []).append(way)
            if not first_visit:
                break
            way = way.before
    return after.values()


def _branch_apart(branches: Collection[Way | None]) -> bool:
    return all(a and b and _contradict(a.facts, b.facts) for a, b in combinations(branches, 2))
