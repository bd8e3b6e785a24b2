"""Which edges share a gate: those of one source that fire together or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mistralc.analysis.graph import Edge, Graph
from mistralc.model import Event, Task

Fires = frozenset[tuple[Event, str]]
"""When an edge fires: events with their guards."""


def together(
    graph: Graph, gated: Mapping[str, Mapping[str, Sequence[Edge]]], tasks: Mapping[str, Task]
) -> Iterator[tuple[str, list[str]]]:
    """(source, targets) of edges that one gate can stand for; `gated` is target → source → the edges between them.

    Without it, layers of tasks that join whole layers would cost the product of their widths. A command among the
    transitions of a source drops what comes after it, so there each edge has its own; so has each that counts.
    """
    found: dict[tuple[str, Fires], list[str]] = {}
    commanding = gives_commands(graph, tasks)
    for target, sources in gated.items():
        for source, edges in sources.items():
            if source not in commanding and threshold(tasks[target]) is None:
                fires = frozenset((edge.event, edge.guard) for edge in edges)
                found.setdefault((source, fires), []).append(target)
    yield from ((source, targets) for (source, _), targets in found.items() if len(targets) > 1)


def gives_commands(graph: Graph, tasks: Iterable[str]) -> set[str]:
    """The tasks with an engine command among their transitions: it drops what comes after it."""
    return {
        name for name in tasks if any(edge.is_command and edge.target != "noop" for edge in graph.outbound(name))
    }  # fmt: skip


def threshold(task: Task) -> int | None:
    """How many of its inbound tasks a join needs before it may start; None for `join: all` and merges."""
    if task.join == "one":
        return 1
    return task.join if isinstance(task.join, int) and task.join > 0 else None


def label(edges: Sequence[Edge]) -> str:
    """What an arrow shows of its edges; nothing where they are on-success, as most are."""
    events = list(dict.fromkeys(edge.event for edge in edges))
    return "" if events == [Event.SUCCESS] else " / ".join(event.value for event in events)
