"""E902: a loop that can only be entered through a join of several tasks."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.cycles import cycles
from mistralc.analysis.graph import Graph, graph_of
from mistralc.analysis.regions import ROOT, Regions, awaited, joins_several, led_from_outside, opening
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
        yield from _waiting_for_dead_loops(workflow, graph, regions)
        for loop in cycles(graph):
            for name in loop:
                task = workflow.tasks[name]
                if not joins_several(task) or _served(regions, name, loop):
                    continue
                place = workflow.document.key_span((*task.at, "join"))
                what = f"a loop through a join of several tasks ('{name}')"
                yield refuse(RULE, place, what, _remedy(regions, name, loop))


def _served(regions: Regions, join: str, loop: tuple[str, ...]) -> bool:
    """Whether all that leads to a join is in one activation with it, or opens the region that it begins, once."""
    homes = regions.homes
    if join not in regions.opened:
        return all(homes[edge.source] == homes[join] for edge in regions.graph.inbound(join))
    if regions.graph.tasks[join].with_items or not regions.comes_back_once(join, loop):
        return False
    return all(edge.source in loop or homes[edge.source] == ROOT for edge in opening(regions.graph, join))


def _remedy(regions: Regions, join: str, loop: tuple[str, ...]) -> str:
    graph = regions.graph
    if any(edge.source == join for edge in graph.inbound(join)):
        return f"'{join}' waits for itself when it is led to again; let it lead to a task that leads back to it"
    if waits := awaited(graph, join):
        return (
            f"'{join}' waits for '{waits[0]}', which only follows it: the engine leaves such a run in RUNNING; lead "
            f"'{waits[0]}' to a task after the join that joins nothing"
        )
    if graph.tasks[join].with_items:
        return f"the engine runs the items of '{join}' in the first round only; give them to a task after the join"
    if not regions.comes_back_once(join, loop):
        return f"one run of '{join}' may lead back to it several times; join these before they lead to '{join}'"
    joins = led_from_outside(graph, loop)
    if len(joins) > 1:
        names = ", ".join(f"'{name}'" for name in joins)
        return f"tasks outside the loop lead to several joins in it ({names}); wait for them before the loop begins"
    return f"wait for what is outside the loop in a join before it, and lead from there into the loop, not to '{join}'"


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
    explanation="A join that tasks outside a loop open, and the loop comes back to, runs again each time that "
    "something leads to it: that is compiled, and so are joins inside one round of a loop. Not compiled are a join "
    "that leads to itself, one that needs a task which only follows it (the engine leaves both waiting), one with "
    "items (the engine runs them in the first round only), several joins of one loop that are led to from outside it, "
    "one that a round may lead to several times, and one led to by what may itself run more than once.",
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
