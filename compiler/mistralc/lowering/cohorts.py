"""Joins whose sources all run or none does: they need no gates.

Airflow's rule `none_skipped` starts a task when all before it have ended, and skips it when one of them was skipped.
Where the sources of a join can only be skipped together, that is all that a join needs; which of them led to it, it
finds out when it starts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from graphlib import TopologicalSorter

from mistralc.analysis.graph import Edge, Graph
from mistralc.lowering.gates import gives_commands
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
    commanding = gives_commands(graph, tasks)
    for name in TopologicalSorter({name: list(led) for name, led in sources.items()}).static_order():
        led = sources.get(name, {})
        if not commanding.isdisjoint(led) or any(edge.guard for edges in led.values() for edge in edges):
            continue  # then more than how a source ends decides whether it leads here
        if len(led) > 1:
            if tasks[name].join != "all" or not _together(led, cohorts, decide):
                continue
            found.add(name)
        cohorts[name] = frozenset((source, frozenset(edge.event for edge in edges)) for source, edges in led.items())
    return found


def _together(led: Mapping[str, Sequence[Edge]], cohorts: Mapping[str, Cohort], decide: Collection[str]) -> bool:
    """Whether the sources of a join are of one cohort, and each leads to it when it succeeds."""
    return len({cohorts.get(source) for source in led}) == 1 and all(
        source in cohorts and source in decide and {edge.event for edge in edges} & {Event.SUCCESS, Event.COMPLETE}
        for source, edges in led.items()
    )
