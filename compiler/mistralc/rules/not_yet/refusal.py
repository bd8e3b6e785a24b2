"""What the refusals share: their wording, and the workflows whose transitions they look at."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.graph import Edge, graph_of
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions, Workflow
from mistralc.rules.rule import Rule
from mistralc.rules.walk import direct_workflows
from mistralc.source import Span

NOT_YET = "is not compiled yet"
LATER = "leave this workflow with Mistral until a later version compiles it"


def refuse(rule: Rule, span: Span, what: str, help: str = LATER) -> Diagnostic:
    """The diagnostic for a construct that is not compiled."""
    return rule.at(span, f"{what} {NOT_YET}", help=help)


def edges(definitions: Definitions) -> Iterator[tuple[Workflow, Edge]]:
    """Every transition in force of every direct workflow."""
    for workflow in direct_workflows(definitions):
        graph = graph_of(workflow)
        for name in workflow.tasks:
            for edge in graph.outbound(name):
                yield workflow, edge
