"""Which names may have no value after a task, for all names that tasks publish in one walk over the graph.

The same analysis as `presence`, which follows one name and knows its sites. A set of names is a number here, a bit a
name: what is asked about every output of a workflow costs little more than what is asked about one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_, or_

from mistralc.analysis.dataflow.routes import Routes
from mistralc.analysis.dataflow.sites import ENDS, Sites
from mistralc.model import Event

Names = int
"""A set of names as the bits of a number."""


class Missing:
    """The names that on some way here nothing gave a value, by task and its end."""

    def __init__(self, routes: Routes, sites: Sites) -> None:
        self._routes = routes
        self._bits = {name: 1 << place for place, name in enumerate(sites.published)}
        self.every: Names = (1 << len(self._bits)) - 1
        self._given = {
            (task, event): reduce(or_, map(self._bits.__getitem__, sites.branch(task, event)), 0)
            for task in routes.tasks
            for event in ENDS
            if sites.branch(task, event)
        }
        self._before: dict[str, Names] = dict.fromkeys(routes.order, 0)
        self._failing: dict[str, Names] = {}
        """Of joins, in the context of one that fails because not all it waits for can come."""
        while any([self._improve(name) for name in routes.order]):  # a list: each round looks at every task
            pass

    def after(self, task: str, event: Event) -> Names:
        """The names that may be missing when `task` has ended so."""
        before = (self._failing if event is Event.ERROR and task in self._failing else self._before)[task]
        return before & ~self._given.get((task, event), 0)

    def among(self, names: Names) -> Iterator[str]:
        """The names of a set."""
        return (name for name, bit in self._bits.items() if names & bit)

    def _improve(self, task: str) -> bool:
        arrivals = [
            reduce(or_, (self.after(arrival.source, end) for end in arrival.ends), 0)
            for arrival in self._routes.arrivals(task)
        ]
        needed = self._routes.needed(task)
        old = self._before[task], self._failing.get(task)
        self._before[task] = in_at_least(needed, arrivals) if arrivals else self.every
        if needed > 1 and arrivals:
            self._failing[task] = reduce(or_, arrivals)
        return old != (self._before[task], self._failing.get(task))


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
