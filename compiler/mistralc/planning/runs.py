"""How often the tasks of a workflow may run in one run of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from mistralc.analysis.cycles import cycles
from mistralc.analysis.graph import Graph
from mistralc.analysis.regions import ROOT, Regions


class Runs:
    """Bounds for the tasks of one workflow, over the transitions of a graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._regions = Regions(graph)

    def loop(self, task: str) -> tuple[str, ...]:
        """The tasks of the loop that may repeat `task` without a bound; empty where there is none."""
        return self._loops.get(self._regions.homes[task], ())

    def bound(self, task: str) -> int:
        """How often `task` runs at most, where no loop repeats it: once for each way that leads to it."""
        return self._of_home(self._regions.homes[task])

    @cached_property
    def _loops(self) -> Mapping[str, tuple[str, ...]]:
        """Region → the first loop that starts it again and again."""
        found: dict[str, tuple[str, ...]] = {}
        for loop in cycles(self._graph):
            for home in dict.fromkeys(self._regions.homes[task] for task in loop):
                for entry in self._regions.reached(home) if home != ROOT else ():
                    found.setdefault(entry, loop)
        return found

    @cached_property
    def _bounds(self) -> dict[str, int]:
        return {ROOT: 1}

    def _of_home(self, home: str) -> int:
        if home not in self._bounds:
            sources = (self._regions.homes[edge.source] for edge in self._graph.inbound(home))
            begins = int(home in Graph(self._graph.workflow).starts)
            self._bounds[home] = begins + sum(self._of_home(source) for source in sources)
        return self._bounds[home]
