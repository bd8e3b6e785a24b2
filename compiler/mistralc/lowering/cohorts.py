"""Joins whose sources all run or none does: they need no gates.

Airflow's rule `none_skipped` starts a task when all before it have ended, and skips it when one of them was skipped.
Where the sources of a join can only be skipped together, that is all that a join needs; which of them led to it, it
finds out when it starts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from graphlib import TopologicalSorter

from mistralc.analysis.graph import Edge, Graph
from mistralc.model import Event, Task

Sources = Mapping[str, Mapping[str, Sequence[Edge]]]
"""Task → the tasks that lead to it → the edges between them."""

Cohort = frozenset[tuple[str, frozenset[Event]]]
"""What makes tasks start: sources with the events by which they lead there. Tasks of one cohort all run or none."""


def joins_without_gates(
    graph: Graph, tasks: Mapping[str, Task], sources: Sources, decide: Collection[str]
) -> set[str]:  # fmt: skip
    """The joins of a part that need no gates; `decide` are the tasks that have a process to decide in."""
    cohorts: dict[str, Cohort] = {}
    found: set[str] = set()
    for name in TopologicalSorter({name: list(led) for name, led in sources.items()}).static_order():
        led = sources.get(name, {})
        if not all(_always_leads(graph, source, edges) for source, edges in led.items()):
            continue
        if len(led) > 1:
            if tasks[name].join != "all" or not _together(led, cohorts, decide):
                continue
            found.add(name)
        cohorts[name] = frozenset((source, frozenset(edge.event for edge in edges)) for source, edges in led.items())
    return found


def _always_leads(graph: Graph, source: str, edges: Sequence[Edge]) -> bool:
    """Whether the way a task ends is all that its transitions depend on; a command drops what comes after it."""
    commands = any(edge.is_command and edge.target != "noop" for edge in graph.outbound(source))
    return not commands and not any(edge.guard for edge in edges)


def _together(led: Mapping[str, Sequence[Edge]], cohorts: Mapping[str, Cohort], decide: Collection[str]) -> bool:
    """Whether the sources of a join are of one cohort, and each leads to it when it succeeds."""
    return len({cohorts.get(source) for source in led}) == 1 and all(
        source in cohorts and source in decide and {edge.event for edge in edges} & {Event.SUCCESS, Event.COMPLETE}
        for source, edges in led.items()
    )
