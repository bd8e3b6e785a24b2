"""Strongly connected components of the transition graph: the loops of a workflow."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.graph import Edge, Graph
from mistralc.analysis.kept import kept


@kept
def cycles(graph: Graph) -> list[tuple[str, ...]]:
    """The loops of `graph` in definition order: components of two or more tasks, and tasks that lead to themselves."""
    order = {name: place for place, name in enumerate(graph.tasks)}
    found = [
        component for component in _components(graph) if len(component) > 1 or _leads_to_itself(graph, component[0])
    ]
    return sorted((tuple(sorted(c, key=order.__getitem__)) for c in found), key=lambda c: order[c[0]])


def edges_inside(graph: Graph, component: tuple[str, ...]) -> list[Edge]:
    """The transitions that stay inside `component`."""
    members = set(component)
    return [edge for name in component for edge in graph.outbound_tasks(name) if edge.target in members]


def _leads_to_itself(graph: Graph, task: str) -> bool:
    return any(edge.target == task for edge in graph.outbound_tasks(task))


def _components(graph: Graph) -> Iterator[list[str]]:
    """Tarjan's algorithm without recursion: workflows of 10,000 tasks in a chain must not exhaust the stack."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in graph.tasks:
        if root in index:
            continue
        work: list[tuple[str, Iterator[Edge]]] = [(root, graph.outbound_tasks(root))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, edges = work[-1]
            following = next((e.target for e in edges if e.target not in index or e.target in on_stack), None)
            if following is None:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    yield _popped(stack, on_stack, node)
            elif following not in index:
                index[following] = low[following] = len(index)
                stack.append(following)
                on_stack.add(following)
                work.append((following, graph.outbound_tasks(following)))
            else:
                low[node] = min(low[node], index[following])


def _popped(stack: list[str], on_stack: set[str], last: str) -> list[str]:
    component: list[str] = []
    while not component or component[-1] != last:
        component.append(stack.pop())
    on_stack.difference_update(component)
    return component
