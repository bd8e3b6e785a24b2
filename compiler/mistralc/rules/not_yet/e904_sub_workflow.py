"""E904: a task that runs a workflow."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.not_yet.refusal import refuse
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Every task with `workflow`."""
    for workflow in definitions.workflows:
        for task in workflow.tasks.values():
            if task.workflow:
                place = workflow.document.key_span((*task.at, "workflow"))
                yield refuse(RULE, place, f"calling a workflow (task '{task.name}')", _HELP)


_HELP = "put the tasks of that workflow here, or leave both with Mistral until a later version compiles them"

RULE = Rule(
    code="E904",
    title="calling another workflow is not compiled yet",
    explanation="A task with `workflow` starts a run of another workflow and waits for it. This version compiles tasks "
    "with an `action`.",
    bad="""\
version: '2.0'
nightly:
  tasks:
    back_up:
      workflow: backup
backup:
  tasks:
    snapshot:
      action: std.noop
""",
    good="""\
version: '2.0'
nightly:
  tasks:
    snapshot:
      action: std.noop
""",
    check=check,
)
