"""Which transitions a run can take at all, and which tasks it can come to.

Rules: Mistral's `engine/dispatcher.py` (`_rearrange_commands`: what follows an unconditional `fail` or `succeed` in the
commands of a task is dropped) and `workflow/direct_workflow.py` (`_find_next_tasks`: one clause of a task that ends,
then on-complete).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mistralc.analysis.graph import Edge, Graph
from mistralc.model import Event

FINAL_COMMANDS = frozenset({"fail", "succeed"})
"""Commands after which nothing of a run is started."""


def cut_off(graph: Graph) -> Iterator[tuple[Edge, Edge]]:
    """Each transition that an unconditional `fail` or `succeed` of the same clause goes before, with that command."""
    for name in graph.tasks:
        ends: dict[Event, Edge] = {}
        for edge in graph.outbound(name):
            if edge.event in ends:
                yield edge, ends[edge.event]
            elif edge.target in FINAL_COMMANDS and not edge.guard:
                ends[edge.event] = edge


def startable(graph: Graph) -> set[str]:
    """The tasks that can start at all: those a run comes to, joins only when enough of their sources can."""
    waiting = {name: awaited(graph, name) for name in graph.tasks}
    order = [name for name in graph.starts if name in graph.tasks]
    found = set(order)
    for name in order:
        for target in dict.fromkeys(edge.target for edge in graph.outbound_tasks(name)):
            waiting[target] -= 1
            if waiting[target] <= 0 and target not in found:
                found.add(target)
                order.append(target)
    return found


def awaited(graph: Graph, name: str) -> int:
    """How many tasks have to lead to a task before it starts."""
    join = graph.tasks[name].join
    if join == "all":
        return len({edge.source for edge in graph.inbound(name)})
    return join if isinstance(join, int) else 1


def reachable(graph: Graph, begin: Iterable[str]) -> set[str]:
    """The tasks that transitions lead to from `begin`, itself included."""
    waiting = list(begin)
    found = set(waiting)
    while waiting:
        for edge in graph.outbound_tasks(waiting.pop()):
            if edge.target not in found:
                found.add(edge.target)
                waiting.append(edge.target)
    return found
