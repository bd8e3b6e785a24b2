"""E905: a task that runs its action for every item of a list."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.not_yet.refusal import refuse
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Every task with `with-items`."""
    for workflow in definitions.workflows:
        for task in workflow.tasks.values():
            if task.with_items:
                place = workflow.document.key_span((*task.at, "with-items"))
                yield refuse(RULE, place, f"with-items (task '{task.name}')")


RULE = Rule(
    code="E905",
    title="with-items is not compiled yet",
    explanation="A task with `with-items` runs its action once for every item of a list. This version compiles tasks "
    "that run their action once.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      with-items: disk in <% ['vda', 'vdb'] %>
      action: std.echo output=<% $.disk %>
""",
    good="""\
version: '2.0'
backup:
  tasks:
    first:
      action: std.echo output='vda'
    second:
      action: std.echo output='vdb'
""",
    check=check,
)
