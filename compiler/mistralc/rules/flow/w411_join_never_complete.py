"""W411: a join that waits for transitions of which never enough are taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from mistralc.analysis.cycles import cycles
from mistralc.analysis.exclusive import PathConditions
from mistralc.analysis.graph import Edge, Graph, graph_of
from mistralc.analysis.reach import startable
from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions, Task, Workflow, target_span
from mistralc.rules.rule import Rule
from mistralc.rules.walk import intact_direct_workflows

MAX_SOURCES = 64
"""Joins of more tasks than this are not looked at: the proof compares them two by two."""


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Conditions only of workflows without loops: in a loop, what excludes itself in one turn may happen in two."""
    for workflow in intact_direct_workflows(definitions):
        joins = [task for task in workflow.tasks.values() if task.join and task.join != "one"]
        if not joins:
            continue
        graph = graph_of(workflow)
        if cycles(graph):
            yield from _waiting_for_themselves(workflow, graph)
            continue
        conditions = PathConditions(graph)
        for task in joins:
            yield from _join(workflow, task, graph, conditions)


def _waiting_for_themselves(workflow: Workflow, graph: Graph) -> Iterator[Diagnostic]:
    """Joins in a loop that wait for what only comes after them; a run that gets there never ends."""
    can_start = startable(graph)
    for component in cycles(graph):
        for name in component:
            edges = graph.inbound(name)
            late = [edge for edge in edges if edge.source not in can_start]
            if name in can_start or not graph.tasks[name].join or len(late) == len(edges):
                continue
            yield RULE.at(
                workflow.document.span((*workflow.tasks[name].at, "join")),
                f"task '{name}' can never start: it waits for '{late[0].source}', which only comes after it",
                help="write `join: one`, or remove `join`, to begin the loop with the first that comes",
                related=(Label(target_span(workflow.document, late[0].transition), "the way back"),),
            )


def _join(workflow: Workflow, task: Task, graph: Graph, conditions: PathConditions) -> Iterator[Diagnostic]:
    sources: dict[str, list[Edge]] = {}
    for edge in graph.inbound(task.name):
        sources.setdefault(edge.source, []).append(edge)
    if not 1 < len(sources) <= MAX_SOURCES:
        return
    needed = len(sources) if task.join == "all" else int(task.join or 0)
    clash = _clash(sources, conditions)
    if clash and _most_together(sources, conditions) < needed:
        yield _never(workflow, task, *(sources[name][0] for name in clash))


def _clash(sources: Mapping[str, Sequence[Edge]], conditions: PathConditions) -> tuple[str, str] | None:
    pairs = combinations(sources, 2)
    return next((pair for pair in pairs if conditions.all_exclusive(sources[pair[0]], sources[pair[1]])), None)


def _most_together(sources: Mapping[str, Sequence[Edge]], conditions: PathConditions) -> int:
    """More tasks than this never lead to the join in one run: of each group that excludes each other, one does."""
    groups: list[list[str]] = []
    for name, edges in sources.items():
        for group in groups:
            if all(conditions.all_exclusive(edges, sources[other]) for other in group):
                group.append(name)
                break
        else:
            groups.append([name])
    return len(groups)


def _never(workflow: Workflow, task: Task, first: Edge, second: Edge) -> Diagnostic:
    document = workflow.document
    return RULE.at(
        document.span((*task.at, "join")),
        f"task '{task.name}' can never start: '{first.source}' and '{second.source}' do not both lead to it in one run",
        help="write `join: one`, or remove `join`, to go on with the one that does",
        related=tuple(
            Label(target_span(document, edge.transition), f"taken only when the other is not ({edge.event.value})")
            for edge in (first, second)
        ),
    )


RULE = Rule(
    code="W411",
    title="a join that can never be complete",
    explanation="A join that waits for two branches of which a run takes only one, such as the on-success and the "
    "on-error of one task, is never complete. The task then ends in error without having been run.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-success: upload
      on-error: alarm
    upload:
      action: std.noop
      on-success: report
    alarm:
      action: std.noop
      on-success: report
    report:
      join: all
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-success: upload
      on-error: alarm
    upload:
      action: std.noop
      on-success: report
    alarm:
      action: std.noop
      on-success: report
    report:
      join: one
      action: std.noop
""",
    check=check,
)
