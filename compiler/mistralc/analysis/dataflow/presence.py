"""Whether a name has a value at a place of a workflow, and where it may have got it: the facts of the analysis.

A classical forward analysis, solved for one name at a time and only as far back as it was asked for, so that the cost
is the distance between a variable's uses and its publishes, not tasks times variables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mistralc.analysis.dataflow.routes import Arrival, Routes
from mistralc.analysis.dataflow.sites import Site
from mistralc.model import Event


@dataclass(frozen=True, slots=True)
class Presence:
    """`missing`: on some way here nothing gave the name a value. `sites`: what did on the others."""

    missing: bool
    sites: tuple[Site, ...] = ()


ABSENT = Presence(True)

_Fact = Presence | None
"""None where no run was seen to come."""


class Solver:
    """The presence of one name before and after tasks. `gives` tells where a task that ends so gives it a value."""

    def __init__(self, routes: Routes, gives: Callable[[str, Event], Site | None]) -> None:
        self._routes = routes
        self._gives = gives
        self._before: dict[str, _Fact] = {}
        self._failing: dict[str, _Fact] = {}
        """Of joins, in the context of one that fails because not all it waits for can come."""

    def before(self, task: str) -> Presence | None:
        """In the context `task` is given; None for a task that no run comes to."""
        if task not in self._before:
            self._solve(task)
        return self._before[task]

    def after(self, task: str, event: Event | None) -> Presence | None:
        """In the context when `task` has ended so (None: in success or in error)."""
        self.before(task)
        return either(self._after(task, end) for end in ([event] if event else [Event.SUCCESS, Event.ERROR]))

    def _solve(self, task: str) -> None:
        region = sorted(self._region(task), key=self._routes.rank.__getitem__)
        self._before.update(dict.fromkeys(region))
        while any([self._improve(name) for name in region]):  # a list: each round looks at every task
            pass

    def _improve(self, task: str) -> bool:
        """Look at a task again; whether that gave anything new."""
        arrivals = self._routes.arrivals(task)
        needed = self._routes.needed(task)
        old = self._before[task], self._failing.get(task)
        self._before[task] = self._merged(arrivals, needed) if arrivals else ABSENT
        if needed > 1 and arrivals:
            self._failing[task] = self._merged(arrivals, 1)
        return any(map(_more, old, (self._before[task], self._failing.get(task))))

    def _region(self, task: str) -> set[str]:
        """The tasks whose context decides about that of `task`, as far as they are not known."""
        pending = [task]
        found = {task}
        while pending:
            for arrival in self._routes.arrivals(pending.pop()):
                source = arrival.source
                if source in found or source in self._before:
                    continue
                if any(self._gives(source, end) is None for end in arrival.ends):
                    found.add(source)
                    pending.append(source)
        return found

    def _merged(self, arrivals: tuple[Arrival, ...], needed: int) -> _Fact:
        """A context is merged of at least `needed` arrivals: fewer than that without the name cannot hide it."""
        facts = [either(self._after(arrival.source, end) for end in arrival.ends) for arrival in arrivals]
        reached = [fact for fact in facts if fact is not None]
        if not reached:
            return None
        return Presence(sum(fact.missing for fact in reached) >= needed, _sites(reached))

    def _after(self, task: str, event: Event) -> _Fact:
        site = self._gives(task, event)
        if site is not None:
            return Presence(False, (site,))
        return (self._failing if event is Event.ERROR and task in self._failing else self._before).get(task)


def _more(old: _Fact, new: _Fact) -> bool:
    """Whether a fact says more than before. The order of sites may go round in a loop for ever."""
    if old is None or new is None:
        return old is not new
    return old.missing != new.missing or len(old.sites) != len(new.sites)


def either(facts: Iterable[_Fact]) -> _Fact:
    """What is so when one of several ways was taken."""
    reached = [fact for fact in facts if fact is not None]
    if len(reached) < 2:
        return reached[0] if reached else None
    return Presence(any(fact.missing for fact in reached), _sites(reached))


def _sites(facts: Iterable[Presence]) -> tuple[Site, ...]:
    return tuple(dict.fromkeys(site for fact in facts for site in fact.sites))
