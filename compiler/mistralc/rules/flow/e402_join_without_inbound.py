"""E402: a join that nothing leads to."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.rule import Rule
from mistralc.rules.walk import intact_direct_workflows, sources_of


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: lang/v2/workflows.py `_check_join_tasks`."""
    for workflow in intact_direct_workflows(definitions):
        sources = sources_of(workflow)
        for task in workflow.tasks.values():
            if task.join and not sources[task.name]:
                yield RULE.at(
                    workflow.document.span((*task.at, "join")),
                    f"task '{task.name}' joins, but no transition leads to it",
                    help="remove `join`, or lead the tasks it has to wait for to it",
                )


RULE = Rule(
    code="E402",
    title="a join that no task leads to",
    explanation="`join` makes a task wait for the tasks that have a transition to it. Without such a transition there "
    "is nothing to wait for.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
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
      on-success: report
    report:
      action: std.noop
""",
    check=check,
)
