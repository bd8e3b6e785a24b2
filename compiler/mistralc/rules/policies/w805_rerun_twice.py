"""W805: safe-rerun on an action that is not safe to run again."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.actions import find
from mistralc.analysis.ad_hoc import AdHocTable
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Actions of which the catalogue knows that a second run leaves a second thing, also below ad-hoc actions.

    Only where the task says so itself: a default for all tasks is no statement about this one.
    """
    table = AdHocTable(definitions.actions)
    for workflow in definitions.workflows:
        for task in workflow.tasks.values():
            signature = (
                find(table.base(workflow, task.action.name)) if task.action and task.safe_rerun is True else None
            )
            if signature and signature.twice:
                yield RULE.at(
                    workflow.document.key_span((*task.at, "safe-rerun")),
                    f"when the worker of '{task.name}' is lost, '{signature.name}' runs again and may happen twice",
                    help="leave `safe-rerun` out and handle the error, or look first whether it was done (`*_find`)",
                )


RULE = Rule(
    code="W805",
    title="safe-rerun on an action that is not safe to run again",
    explanation="A task whose worker is lost may have made its call or not. With `safe-rerun: true` the action runs "
    "again: one that creates something may then have created it twice. `mistralc actions NAME` says what a second run "
    "of an action comes to.",
    bad="""\
version: '2.0'
boot:
  input: [image, flavor]
  tasks:
    create:
      action: nova.servers_create name="web" image=<% $.image %> flavor=<% $.flavor %>
      safe-rerun: true
""",
    good="""\
version: '2.0'
boot:
  input: [image, flavor]
  tasks:
    create:
      action: nova.servers_create name="web" image=<% $.image %> flavor=<% $.flavor %>
      on-error: clean_up
    clean_up:
      action: std.echo output="see whether there is a server"
""",
    check=check,
)
