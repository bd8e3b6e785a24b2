"""Tasks that every run of a workflow comes to which does not fail before: no condition and no choice goes before them.

Rules: Mistral's `workflow/direct_workflow.py` (`_find_next_tasks`); a task of `with-items` may have nothing to do.
"""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.graph import Edge, Graph, graph_of
from mistralc.analysis.kept import kept
from mistralc.analysis.reach import awaited
from mistralc.model import Event, Task, Workflow

_GOES_ON = (Event.SUCCESS, Event.COMPLETE)


@kept
def certain_tasks(workflow: Workflow) -> tuple[Task, ...]:
    """The tasks of a direct workflow that always run, as long as those before them succeed; none of a reverse one."""
    if workflow.type != "direct":
        return ()
    graph = graph_of(workflow)
    waiting = {name: awaited(graph, name) for name in graph.tasks}
    found = [name for name in graph.starts if name in graph.tasks]
    seen = set(found)
    for name in found:
        for target in _always_next(graph, name):
            waiting[target] -= 1
            if waiting[target] <= 0 and target not in seen:
                seen.add(target)
                found.append(target)
    return tuple(graph.tasks[name] for name in found)


def _always_next(graph: Graph, name: str) -> Iterator[str]:
    """The tasks that follow whenever a task succeeds; nothing after a command that ends the run or may hold it."""
    edges = [edge for edge in graph.outbound(name) if edge.event in _GOES_ON]
    if any(edge.is_command and edge.target != "noop" for edge in edges):
        return
    yield from dict.fromkeys(edge.target for edge in edges if _is_free(edge) and edge.target in graph.tasks)


def _is_free(edge: Edge) -> bool:
    return not edge.guard
