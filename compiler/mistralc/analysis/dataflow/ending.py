"""What is certain when a run has ended well and `output` is evaluated.

A run has many ends: the tasks after which it did not go on. Their contexts are merged, so a name is there if one of
them has it. Backwards over the graph: a task leads to the name when its context has it, or when one of the tasks that
follow in any case leads to it, or when it has a choice and all that may follow do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from mistralc.analysis.dataflow.presence import Solver
from mistralc.analysis.dataflow.routes import Routes, ends_of
from mistralc.analysis.graph import Edge, Graph
from mistralc.model import Event, Task

_ENDING = frozenset({"fail", "succeed"})


class Ending:
    """The end of runs of one direct workflow."""

    def __init__(self, graph: Graph, routes: Routes) -> None:
        self._graph = graph
        self._routes = routes

    def leads_to(self, solver: Solver) -> bool:
        """Whether the name is in the final context of every run that ends in success."""
        leads = dict.fromkeys(self._routes.order, True)
        pending = list(self._routes.order)  # the last first
        while pending:
            name = pending.pop()
            if leads[name] and not self._task(self._graph.tasks[name], solver, leads):
                leads[name] = False
                pending.extend(arrival.source for arrival in self._routes.arrivals(name))
        starts = self._routes.starts()
        return not starts or any(leads[name] for name in starts)

    def always_gives(self, task: str, gives: Callable[[Event], object | None]) -> bool:
        """Whether every run that ends in success passes `task`, whose ends all give something.

        Asked first: no way through the graph has to be gone for it.
        """
        return task in self._spine and all(gives(event) is not None for event in self._ends(self._graph.tasks[task]))

    @cached_property
    def _spine(self) -> frozenset[str]:
        """Tasks that no way from a start to an end goes around: in the order of the graph no transition skips them."""
        rank, last = self._routes.rank, len(self._routes.order)
        if not self._routes.only_forward:
            return frozenset()
        opened = [0] * (last + 1)  # skipping transitions that begin (1) or end (-1) at a rank
        jumps = [(-1, rank[start]) for start in self._routes.starts()]
        jumps += [(rank[name], place) for name in rank for place in self._goes_to(name)]
        for source, target in jumps:
            opened[source + 1] += 1
            opened[target] -= 1
        return frozenset(name for name, skipping in zip(rank, accumulate(opened), strict=False) if not skipping)

    def _goes_to(self, task: str) -> Iterator[int]:
        """The ranks of what may follow, that of the end of the run among them."""
        rank = self._routes.rank
        yield from (rank[target] for target in self._routes.targets(task))
        ends = self._ends(self._graph.tasks[task])
        if not all(_must_follow(self._edges(task, event), lambda edge: edge.target != "succeed") for event in ends):
            yield len(rank)

    def _ends(self, task: Task) -> list[Event]:
        """The ends of `task` after which a run can still end in success."""
        handled = any(edge.event is Event.ERROR for edge in self._graph.outbound(task.name))
        return [event for event in ends_of(task) if handled or event is not Event.ERROR]

    def _edges(self, task: str, event: Event) -> list[Edge]:
        edges = [edge for edge in self._graph.outbound(task) if edge.event in (event, Event.COMPLETE)]
        return [edge for edge in edges if edge.target in self._graph.tasks or edge.target in _ENDING]

    def _task(self, task: Task, solver: Solver, leads: dict[str, bool]) -> bool:
        """Whether every end of `task` after which a run can still end in success leads to the name."""
        return all(self._end(task.name, event, solver, leads) for event in self._ends(task))

    def _end(self, task: str, event: Event, solver: Solver, leads: dict[str, bool]) -> bool:
        after = solver.after(task, event)
        if after is None or not after.missing:
            return True
        return _must_follow(self._edges(task, event), lambda edge: self._edge(edge, leads))

    def _edge(self, edge: Edge, leads: dict[str, bool]) -> bool:
        """`fail` ends no run well; `succeed` ends it where it is."""
        return edge.target == "fail" if edge.is_command else leads[edge.target]


def _must_follow(edges: Sequence[Edge], leads: Callable[[Edge], bool]) -> bool:
    free = [edge for edge in edges if not edge.guard]
    if any(leads(edge) for edge in free):
        return True
    # An author who writes several different conditions means a choice that leaves nothing out.
    return not free and len({edge.guard for edge in edges}) > 1 and all(leads(edge) for edge in edges)
