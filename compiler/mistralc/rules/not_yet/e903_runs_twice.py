"""E903: a task that several transitions of one run may start."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.cycles import cycles
from mistralc.analysis.exclusive import PathConditions
from mistralc.analysis.graph import Edge, Graph
from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions, Workflow
from mistralc.rules.not_yet.refusal import NOT_YET
from mistralc.rules.rule import Rule
from mistralc.rules.walk import direct_workflows


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Only of workflows without loops: a loop is refused itself."""
    for workflow in direct_workflows(definitions):
        graph = Graph(workflow)
        if cycles(graph):
            continue
        conditions = PathConditions(graph)
        for name, task in workflow.tasks.items():
            clash = None if task.join else conditions.clash(graph.inbound(name))
            if clash:
                yield _clash(workflow, name, *clash)


def _clash(workflow: Workflow, name: str, first: Edge, second: Edge) -> Diagnostic:
    where = workflow.document.span(first.transition.at)
    return RULE.at(
        workflow.document.span(second.transition.at),
        f"task '{name}' may run more than once: {_sources(first, second)}, which {NOT_YET}",
        help="give the task a join, or let only one of the two transitions fire in any run",
        related=(Label(where, "can also fire, from here"),),
    )


def _sources(first: Edge, second: Edge) -> str:
    if first.source == second.source:
        return f"'{first.source}' can lead to it twice"
    return f"'{first.source}' and '{second.source}' can both lead to it"


RULE = Rule(
    code="E903",
    title="a task that may run several times is not compiled yet",
    explanation="Without a `join`, Mistral runs a task once for each transition that leads to it. A task of an Airflow "
    "DAG runs once, so of all transitions to one task only one may fire in any run. That is proved by what they depend "
    "on: success and error of one task, or a condition and its negation in transitions of one task.",
    bad="""\
version: '2.0'
backup:
  tasks:
    database:
      action: std.noop
      on-success: report
    files:
      action: std.noop
      on-success: report
    report:
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  tasks:
    database:
      action: std.noop
      on-success: report
    files:
      action: std.noop
      on-success: report
    report:
      action: std.noop
      join: all
""",
    check=check,
)
