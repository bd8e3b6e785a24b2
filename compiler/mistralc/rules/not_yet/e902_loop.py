"""E902: a loop that can only be entered through a join of several tasks."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.cycles import cycles
from mistralc.analysis.graph import Graph, graph_of
from mistralc.analysis.regions import Regions
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions, Workflow
from mistralc.rules.not_yet.refusal import refuse
from mistralc.rules.rule import Rule
from mistralc.rules.walk import direct_workflows


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Of each loop: the joins in it that would have to run again, and joins outside that lead back into it."""
    for workflow in direct_workflows(definitions):
        graph = graph_of(workflow)
        if not any(task.join for task in workflow.tasks.values()):
            continue
        regions = Regions(graph)
        homes = regions.homes
        yield from _waiting_for_dead_loops(workflow, graph, regions)
        for loop in cycles(graph):
            for name in loop:
                task = workflow.tasks[name]
                outside = any(homes[edge.source] != homes[name] for edge in graph.inbound(name))
                if task.join not in (None, "one") and outside:
                    place = workflow.document.key_span((*task.at, "join"))
                    yield refuse(RULE, place, f"a loop through a join of several tasks ('{name}')")


def _waiting_for_dead_loops(workflow: Workflow, graph: Graph, regions: Regions) -> Iterator[Diagnostic]:
    """Joins that wait for a loop that nothing leads into: they have to fail, and no node of a DAG says that they do."""
    for name in sorted(regions.alive):
        task = workflow.tasks[name]
        dead = [edge.source for edge in graph.inbound(name) if edge.source not in regions.alive]
        if dead and task.join not in (None, "one"):
            place = workflow.document.key_span((*task.at, "join"))
            yield refuse(RULE, place, f"a join that waits for a loop nothing leads into ('{dead[0]}')")


RULE = Rule(
    code="E902",
    title="a loop through a join of several tasks is not compiled yet",
    explanation="A join waits for tasks that ran once; in a loop the engine would have to run it again, and what it "
    "then waits for depends on which tasks it has seen before: the engine itself behaves by chance there. Joins inside "
    "one round of a loop are compiled.",
    bad="""\
version: '2.0'
backup:
  input: [done]
  tasks:
    start:
      action: std.noop
      on-success: snapshot
    other:
      action: std.noop
      on-success: snapshot
    snapshot:
      join: 2
      action: std.noop
      on-success:
        - snapshot: <% not $.done %>
""",
    good="""\
version: '2.0'
backup:
  input: [done]
  tasks:
    start:
      action: std.noop
      on-success: ready
    other:
      action: std.noop
      on-success: ready
    ready:
      join: 2
      action: std.noop
      on-success: snapshot
    snapshot:
      action: std.noop
      on-success:
        - snapshot: <% not $.done %>
""",
    check=check,
)
