"""E902: transitions that lead back."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.cycles import cycles, edges_inside
from mistralc.analysis.graph import Graph
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.not_yet.refusal import refuse
from mistralc.rules.rule import Rule
from mistralc.rules.walk import direct_workflows

_SHOWN = 8


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """One diagnostic a loop, at the first transition that stays inside."""
    for workflow in direct_workflows(definitions):
        graph = Graph(workflow)
        for loop in cycles(graph):
            place = workflow.document.span(edges_inside(graph, loop)[0].transition.at)
            yield refuse(RULE, place, f"a loop ({_members(loop)})")


def _members(loop: tuple[str, ...]) -> str:
    if len(loop) == 1:
        return f"'{loop[0]}' leads to itself"
    shown = ", ".join(loop[:_SHOWN]) + (f" and {len(loop) - _SHOWN} more" if len(loop) > _SHOWN else "")
    return f"of the tasks {shown}"


RULE = Rule(
    code="E902",
    title="loops are not compiled yet",
    explanation="A task in a loop of transitions may run many times in one run; a task of an Airflow DAG runs once. "
    "This version compiles workflows whose transitions never lead back.",
    bad="""\
version: '2.0'
backup:
  input: [done]
  tasks:
    snapshot:
      action: std.noop
      on-success: verify
    verify:
      action: std.noop
      on-success:
        - verify: <% not $.done %>
""",
    good="""\
version: '2.0'
backup:
  input: [done]
  tasks:
    snapshot:
      action: std.noop
      on-success: verify
    verify:
      action: std.noop
      on-success:
        - fail: <% not $.done %>
""",
    check=check,
)
