"""W407: a task that no run comes to."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.graph import ENGINE_COMMANDS, Edge, graph_of
from mistralc.analysis.reach import reachable
from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions, Workflow, target_span
from mistralc.rules.rule import Rule
from mistralc.rules.walk import intact_direct_workflows


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Islands in the graph. Where nothing starts at all, E401 says so; a task with the name of a command is W307's."""
    for workflow in intact_direct_workflows(definitions):
        graph = graph_of(workflow)
        if not graph.starts:
            continue
        running = reachable(graph, [*graph.starts, *ENGINE_COMMANDS & set(workflow.tasks)])
        never = [name for name in workflow.tasks if name not in running]
        while never:
            yield _island(workflow, never[0], graph.inbound(never[0]))
            told = reachable(graph, never[:1])
            never = [name for name in never if name not in told]


def _island(workflow: Workflow, name: str, inbound: tuple[Edge, ...]) -> Diagnostic:
    document = workflow.document
    itself = next((edge for edge in inbound if edge.source == name), None)
    if itself and len({edge.source for edge in inbound}) == 1:
        return RULE.at(
            target_span(document, itself.transition),
            f"task '{name}' never starts: it only comes after itself",
            help="take this transition out, or lead another one to the task",
            notes=("a run begins with the tasks that no transition leads to",),
            related=(Label(document.key_span(workflow.tasks[name].at), "the task"),),
        )
    sources = list(dict.fromkeys(f"'{edge.source}'" for edge in inbound))
    return RULE.at(
        document.key_span(workflow.tasks[name].at),
        f"task '{name}' never starts: only {' and '.join(sources[:3])} lead{'s' if len(sources) == 1 else ''} to it, "
        "and no run comes there",
        help="lead a transition here from a task that runs, or remove it",
        notes=("a run begins with the tasks that no transition leads to",),
        related=tuple(Label(target_span(document, edge.transition), "the way to it") for edge in inbound[:1]),
    )


RULE = Rule(
    code="W407",
    title="a task that no run comes to",
    explanation="A run begins with the tasks that no transition leads to and follows transitions from there. Tasks "
    "that only lead to each other are never started; Mistral accepts them without a word.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
    upload:
      action: std.noop
      on-success: verify
    verify:
      action: std.noop
      on-error: upload
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-success: upload
    upload:
      action: std.noop
      on-success: verify
    verify:
      action: std.noop
      on-error: upload
""",
    check=check,
)
