"""W409: a loop that nothing leads out of."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.cycles import cycles, edges_inside
from mistralc.analysis.graph import Edge, Graph, graph_of
from mistralc.analysis.reach import reachable, startable
from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions, Event, Workflow, target_span
from mistralc.rules.rule import Rule
from mistralc.rules.walk import intact_direct_workflows


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Loops of transitions without a condition, which are taken again and again as long as the tasks succeed."""
    for workflow in intact_direct_workflows(definitions):
        graph = graph_of(workflow)
        running = startable(graph)
        for component in cycles(graph):
            if component[0] in running:
                endless = _endless(edges_inside(graph, component))
                if endless and not _can_be_ended(graph, component):
                    yield _loop(workflow, endless)


def _endless(edges: list[Edge]) -> list[Edge]:
    """The transitions of which one is always taken again: those left when tasks with a way out are removed."""
    left = [edge for edge in edges if not edge.guard and edge.event in (Event.SUCCESS, Event.COMPLETE)]
    while True:
        sources = {edge.source for edge in left}
        kept = [edge for edge in left if edge.target in sources]
        if len(kept) == len(left):
            return kept
        left = kept


def _can_be_ended(graph: Graph, component: tuple[str, ...]) -> bool:
    """Whether a command can end or pause the run while all goes well, or a task is made to fail."""
    tasks = reachable(graph, component)
    ways = (edge for name in tasks for edge in graph.outbound(name) if edge.event is not Event.ERROR)
    if any(edge.is_command and edge.target != "noop" for edge in ways):
        return True
    defaults = graph.workflow.task_defaults
    policies = [graph.tasks[name].policies for name in component] + ([defaults.policies] if defaults else [])
    return any(policy.fail_on is not None for policy in policies)


def _loop(workflow: Workflow, edges: list[Edge]) -> Diagnostic:
    order = {name: place for place, name in enumerate(workflow.tasks)}
    back = next(edge for edge in edges if order[edge.target] <= order[edge.source])
    itself = back.source == back.target
    return RULE.at(
        target_span(workflow.document, back.transition),
        f"task '{back.source}' always leads {'to itself' if itself else f'back to {back.target!r}'}: "
        "this loop runs until a task in it fails",
        help="give the transition a condition: `- task: <% … %>`",
        related=(Label(workflow.document.key_span(workflow.tasks[back.target].at), "the loop begins here"),),
    )


RULE = Rule(
    code="W409",
    title="a loop without an exit",
    explanation="A loop ends when a condition on one of its transitions no longer holds, or when a task in it leads to "
    "`fail`, `succeed` or `pause`. One in which every transition is unconditional goes on until some action fails, and "
    "Mistral keeps each turn in its database.",
    bad="""\
version: '2.0'
poll:
  tasks:
    begin:
      action: std.noop
      on-success: ask
    ask:
      action: std.noop
      on-success: wait
    wait:
      action: std.sleep seconds=10
      on-success: ask
""",
    good="""\
version: '2.0'
poll:
  tasks:
    begin:
      action: std.noop
      on-success: ask
    ask:
      action: std.noop
      publish:
        ready: <% task().result.ready %>
      on-success:
        - wait: <% not $.ready %>
    wait:
      action: std.sleep seconds=10
      on-success: ask
""",
    check=check,
)
