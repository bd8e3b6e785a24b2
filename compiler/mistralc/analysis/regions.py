"""Regions: the parts of a workflow that may run more than once in one run, and what belongs to which.

A task without a join runs once for each transition that leads to it (mistral `direct_workflow`). Where two of these are
not proved to exclude each other, and where transitions lead back, it may run again: it is the entry of a region, and
everything that only follows it belongs to that region. Cutting the graph before every entry leaves it without loops.

A join of several tasks that a loop comes back to is such an entry, too: what leads to it the first time opens it (see
`opening`); the engine has one execution of a join, which then runs again each time that something leads to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from mistralc.analysis.cycles import cycles
from mistralc.analysis.exclusive import PathConditions
from mistralc.analysis.graph import Edge, Graph
from mistralc.analysis.reach import reachable
from mistralc.model import Task, Workflow

ROOT = ""
"""The home of tasks that run at most once."""


class Regions:
    """The regions of one direct workflow."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.opened = [join for loop in cycles(graph) for join in _opened(graph, loop)]
        """The entries that are joins of several tasks."""
        self.entries: dict[str, None] = dict.fromkeys(self.opened)
        while found := self._more_entries():
            self.entries.update(dict.fromkeys(found))

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """task → entry of the region it belongs to, or ROOT."""
        return self._homes()

    @cached_property
    def alive(self) -> set[str]:
        """The tasks that a run can come to; a loop that nothing leads into is not among them."""
        return reachable(self.graph, self.graph.starts)

    def members(self, home: str) -> list[str]:
        """The tasks of one region, or of ROOT, in the order they were written."""
        return [task for task, own in self.homes.items() if own == home]

    def exits(self, entry: str) -> list[Edge]:
        """The transitions that leave a region, its own start among their targets."""
        inside = (edge for task in self.members(entry) for edge in self.graph.outbound_tasks(task))
        return [edge for edge in inside if edge.target in self.entries or self.homes[edge.target] != entry]

    def reached(self, entry: str) -> list[str]:
        """The entries of all regions that an activation of `entry` can lead to, itself first; no join to be opened."""
        found = {entry: None}
        waiting = [entry]
        while waiting:
            for edge in self.exits(waiting.pop()):
                if edge.target in self.entries and edge.target not in found and edge.target not in self.opened:
                    found[edge.target] = None
                    waiting.append(edge.target)
        return list(found)

    def comes_back_once(self, join: str, loop: tuple[str, ...]) -> bool:
        """Whether each run of a join is sure to lead back to it once at most: of several, the engine waits for some."""
        conditions = PathConditions(_Cut(self.graph.workflow, frozenset(self.entries)))
        merging = [task for task in loop if task == join or not self.graph.tasks[task].join]
        return all(conditions.at_most_one([e for e in self.graph.inbound(t) if e.source in loop]) for t in merging)

    # How they are found

    def _more_entries(self) -> list[str]:
        cut = _Cut(self.graph.workflow, frozenset(self.entries))
        looping = [task for loop in cycles(cut) for task in self._entered(cut, loop)]
        if looping:
            return looping
        homes = self._homes()
        conditions = PathConditions(cut)
        return [task for task in cut.tasks if self._runs_again(task, cut, homes, conditions)]

    def _entered(self, cut: Graph, loop: tuple[str, ...]) -> list[str]:
        """Where a loop is entered from outside; where it is not, its first task."""
        from_outside = [task for task in loop if any(edge.source not in loop for edge in self.graph.inbound(task))]
        able = [task for task in from_outside or loop if self._may_enter(task)]
        return able or [task for task in loop if self._may_enter(task)][:1] or list(loop[:1])

    def _may_enter(self, task: str) -> bool:
        return not joins_several(self.graph.tasks[task])

    def _runs_again(self, task: str, cut: Graph, homes: Mapping[str, str], conditions: PathConditions) -> bool:
        inbound = cut.inbound(task)
        if task in self.entries:
            return False
        from_several = len({homes[edge.source] for edge in inbound}) > 1
        if self.graph.tasks[task].join:  # of several regions, and leads back into them: no DAG holds it
            return from_several and task in self._looping and self._may_enter(task)
        return from_several or not conditions.at_most_one(inbound)

    @cached_property
    def _looping(self) -> frozenset[str]:
        return frozenset(task for loop in cycles(self.graph) for task in loop)

    def _homes(self) -> dict[str, str]:
        homes: dict[str, str] = {}
        cut = _Cut(self.graph.workflow, frozenset(self.entries))
        for task in cut.order():
            if task in self.entries:
                homes[task] = task
                continue
            sources = {homes[edge.source] for edge in cut.inbound(task)}
            homes[task] = sources.pop() if len(sources) == 1 else ROOT
        return {task: homes.get(task, ROOT) for task in self.graph.tasks}


def joins_several(task: Task) -> bool:
    """Whether a task is a join that may wait for more than one other."""
    return task.join not in (None, "one")


def led_from_outside(graph: Graph, loop: tuple[str, ...]) -> list[str]:
    """The joins of several tasks in a loop that tasks outside it lead to."""
    joins = (task for task in loop if joins_several(graph.tasks[task]))
    return [join for join in joins if any(edge.source not in loop for edge in graph.inbound(join))]


def opening(graph: Graph, join: str) -> list[Edge]:
    """The transitions that can lead to a join before it has run."""
    before = reachable(_Cut(graph.workflow, frozenset([join])), graph.starts)
    return [edge for edge in graph.inbound(join) if edge.source in before]


def _opened(graph: Graph, loop: tuple[str, ...]) -> list[str]:
    """The join of several tasks in a loop that others open; none where it would wait for what only follows it."""
    joins = led_from_outside(graph, loop)
    if len(joins) != 1 or any(edge.source == joins[0] for edge in graph.inbound(joins[0])):
        return []
    return [] if awaited(graph, joins[0]) else joins


def awaited(graph: Graph, join: str) -> list[str]:
    """The tasks that a join needs and that only follow it: the engine lets it wait for them without an end."""
    before = {edge.source for edge in opening(graph, join)}
    wanted = graph.tasks[join].join
    after = [source for source in dict.fromkeys(edge.source for edge in graph.inbound(join)) if source not in before]
    return after if wanted == "all" or not isinstance(wanted, int) or len(before) < wanted else []


class _Cut(Graph):
    """A graph without the transitions that lead to the entries of regions."""

    def __init__(self, workflow: Workflow, entries: frozenset[str]) -> None:
        super().__init__(workflow)
        self._entries = entries

    def outbound_tasks(self, task: str) -> Iterator[Edge]:
        return (edge for edge in super().outbound_tasks(task) if edge.target not in self._entries)
