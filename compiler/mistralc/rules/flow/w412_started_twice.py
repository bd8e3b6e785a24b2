"""W412: a task that starts another one twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from mistralc.analysis.exclusive import one_of_two
from mistralc.analysis.graph import Edge, graph_of
from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions, Event, Workflow, target_span
from mistralc.rules.rule import Rule
from mistralc.rules.walk import intact_direct_workflows


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: `workflow/direct_workflow.py` `_find_next_tasks` makes a command of each transition that fires."""
    for workflow in intact_direct_workflows(definitions):
        graph = graph_of(workflow)
        for name in workflow.tasks:
            targets: dict[str, list[Edge]] = {}
            for edge in graph.outbound_tasks(name):
                if not workflow.tasks[edge.target].join:
                    targets.setdefault(edge.target, []).append(edge)
            for edges in targets.values():
                pair = next((pair for pair in combinations(edges, 2) if not one_of_two(*pair)), None)
                if pair:
                    yield _twice(workflow, *pair)
                else:
                    yield from _apart(workflow, edges)


def _apart(workflow: Workflow, edges: list[Edge]) -> Iterator[Diagnostic]:
    """A target that one list names again under a condition which excludes the first: likely another one is meant."""
    first: dict[Event, Edge] = {}
    for edge in edges:
        if edge.event in first:
            yield RULE.at(
                target_span(workflow.document, edge.transition),
                f"task '{edge.target}' stands twice in this list, under conditions that exclude each other",
                help="name the task that is meant, or write one condition with `or`",
                related=(Label(target_span(workflow.document, first[edge.event].transition), "named here, too"),),
            )
        first.setdefault(edge.event, edge)


def _twice(workflow: Workflow, first: Edge, second: Edge) -> Diagnostic:
    document = workflow.document
    if first.event is second.event:
        message = f"task '{second.target}' is started twice when both conditions hold"
    else:
        event = first.event if second.event is Event.COMPLETE else second.event
        message = f"task '{second.target}' is started twice: on-complete comes on top of {event.value}"
    return RULE.at(
        target_span(document, second.transition),
        message,
        help="keep one of the two, with a condition that covers both, or give the task a join",
        related=(Label(target_span(document, first.transition), "started here, too"),),
    )


RULE = Rule(
    code="W412",
    title="a task is started twice by one end of another",
    explanation="Each transition that fires starts its target. A target that stands under on-success and on-complete, "
    "or twice in one list under conditions that can both hold, runs twice. Where the conditions exclude each other it "
    "does not, and one of the two is likely meant for another task.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-success: report
      on-complete: report
    report:
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-complete: report
    report:
      action: std.noop
""",
    check=check,
)
