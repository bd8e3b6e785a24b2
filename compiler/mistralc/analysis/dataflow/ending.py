"""What is certain when a run has ended well and `output` is evaluated.

A run has many ends: the tasks after which it did not go on. Their contexts are merged, so a name is there if one of
them has it. Backwards over the graph: a task leads to the name when its context has it, or when one of the tasks that
follow in any case leads to it, or when it has a choice and all that may follow do. All names at once, as in `together`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from mistralc.analysis.dataflow.routes import Routes, ends_of
from mistralc.analysis.dataflow.together import Names, Together
from mistralc.analysis.graph import Edge, Graph
from mistralc.model import Event, Task

_ENDING = frozenset({"fail", "succeed"})


def certain_at_end(graph: Graph, routes: Routes, published: Together) -> frozenset[str]:
    """The published names that are in the final context of every run of a direct workflow that ends in success."""
    return frozenset(published.among(_Ending(graph, routes, published).certain()))


class _Ending:
    def __init__(self, graph: Graph, routes: Routes, published: Together) -> None:
        self._graph = graph
        self._routes = routes
        self._published = published
        self._leads: dict[str, Names] = dict.fromkeys(routes.order, published.every)
        """The names each task leads to, as far as was not shown otherwise."""

    def certain(self) -> Names:
        pending = list(self._routes.order)  # the last first
        while pending:
            name = pending.pop()
            leads = self._task(self._graph.tasks[name])
            if leads != self._leads[name]:
                self._leads[name] = leads
                pending.extend(arrival.source for arrival in self._routes.arrivals(name))
        starts = self._routes.starts()
        return _union(self._leads[name] for name in starts) if starts else self._published.every

    def _task(self, task: Task) -> Names:
        """Every end of `task` after which a run can still end in success leads to these."""
        handled = any(edge.event is Event.ERROR for edge in self._graph.outbound(task.name))
        ends = [event for event in ends_of(task) if handled or event is not Event.ERROR]
        return reduce(and_, (self._end(task.name, event) for event in ends), self._published.every)

    def _end(self, task: str, event: Event) -> Names:
        missing = self._published.after(task, event).missing
        there = self._published.every & ~missing
        return there | self._followed(task, event) if missing else there

    def _followed(self, task: str, event: Event) -> Names:
        """What all that follows in any case leads to."""
        edges = [edge for edge in self._graph.outbound(task) if edge.event in (event, Event.COMPLETE)]
        edges = [edge for edge in edges if edge.target in self._graph.tasks or edge.target in _ENDING]
        free = [edge for edge in edges if not edge.guard]
        if free:
            return _union(map(self._edge, free))
        # An author who writes several different conditions means a choice that leaves nothing out.
        chosen = len({edge.guard for edge in edges}) > 1
        return reduce(and_, map(self._edge, edges), self._published.every) if chosen else 0

    def _edge(self, edge: Edge) -> Names:
        """`fail` ends no run well; `succeed` ends it where it is."""
        if edge.is_command:
            return self._published.every if edge.target == "fail" else 0
        return self._leads[edge.target]


def _union(sets: Iterable[Names]) -> Names:
    return reduce(or_, sets, 0)
