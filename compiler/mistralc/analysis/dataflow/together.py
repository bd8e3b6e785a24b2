"""The presence of many names before and after tasks, in one walk over the graph.

The same analysis as `presence`, which follows one name and tells its sites apart. A set of names is a number here, a
bit a name: what is asked about ten thousand of them costs little more than what is asked about one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from mistralc.analysis.dataflow.routes import Routes
from mistralc.model import Event

Names = int
"""A set of names as the bits of a number."""


class Facts(NamedTuple):
    """At one place: the names that a run was seen to come with, those that may be missing, those that may be there."""

    reached: Names = 0
    missing: Names = 0
    there: Names = 0


class Together:
    """All of the names that tasks give a value when they end so."""

    def __init__(self, routes: Routes, given: Mapping[tuple[str, Event], Iterable[str]]) -> None:
        self._routes = routes
        self._bits = {
            name: 1 << place for place, name in enumerate(dict.fromkeys(n for g in given.values() for n in g))
        }
        self.every: Names = (1 << len(self._bits)) - 1
        self._given = {end: reduce(or_, map(self._bits.__getitem__, names), 0) for end, names in given.items()}
        self._before: dict[str, Facts] = dict.fromkeys(routes.order, Facts())
        self._failing: dict[str, Facts] = {}
        """Of joins, in the context of one that fails because not all it waits for can come."""
        while any([self._improve(name) for name in routes.order]):  # a list: each round looks at every task
            pass

    def before(self, task: str) -> Facts:
        """In the context `task` is given."""
        return self._before[task]

    def after(self, task: str, event: Event) -> Facts:
        """In the context when `task` has ended so."""
        reached, missing, there = (self._failing if event is Event.ERROR and task in self._failing else self._before)[
            task
        ]
        given = self._given.get((task, event), 0)
        return Facts(reached | given, missing & ~given, there | given)

    def of(self, name: str, facts: Facts) -> tuple[bool, bool] | None:
        """Whether the name may be missing and whether it may be there; None where no run was seen to come."""
        bit = self._bits[name]
        return (bool(facts.missing & bit), bool(facts.there & bit)) if facts.reached & bit else None

    def among(self, names: Names) -> Iterator[str]:
        """The names of a set."""
        return (name for name, bit in self._bits.items() if names & bit)

    def _improve(self, task: str) -> bool:
        """Look at a task again; whether that gave anything new."""
        arrivals = [
            either(self.after(arrival.source, end) for end in arrival.ends) for arrival in self._routes.arrivals(task)
        ]
        needed = self._routes.needed(task)
        old = self._before[task], self._failing.get(task)
        if not arrivals:
            self._before[task] = Facts(self.every, self.every, 0)
            return old[0] != self._before[task]
        all_ways = either(arrivals)
        missing = in_at_least(needed, [facts.missing for facts in arrivals])
        self._before[task] = Facts(all_ways.reached, missing, all_ways.there)
        if needed > 1:
            self._failing[task] = all_ways
        return old != (self._before[task], self._failing.get(task))


def either(facts: Iterable[Facts]) -> Facts:
    """What is so when one of several ways was taken."""
    reached = missing = there = 0
    for one in facts:
        reached |= one.reached
        missing |= one.missing
        there |= one.there
    return Facts(reached, missing, there)


def in_at_least(number: int, sets: Sequence[Names]) -> Names:
    """What is in so many of the sets."""
    if number <= 1:
        return reduce(or_, sets, 0)
    if number >= len(sets):
        return reduce(and_, sets) if number == len(sets) else 0
    counted: list[Names] = [0] * number
    """In one, in two … of the sets looked at so far."""
    for names in sets:
        for place in range(number - 1, 0, -1):
            counted[place] |= counted[place - 1] & names
        counted[0] |= names
    return counted[-1]
