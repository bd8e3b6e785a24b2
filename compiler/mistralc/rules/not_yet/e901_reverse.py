"""E901: a reverse workflow."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.not_yet.refusal import refuse
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Reverse workflows depend on a parameter of the run: the task that is wanted."""
    for workflow in definitions.workflows:
        if workflow.type == "reverse":
            place = workflow.document.key_span((*workflow.at, "type"))
            yield refuse(RULE, place, "a reverse workflow", _HELP)


_HELP = "write it as a direct workflow: a task that another one requires leads to it with `on-success`"

RULE = Rule(
    code="E901",
    title="reverse workflows are not compiled yet",
    explanation="A workflow of `type: reverse` runs what the task named at its start requires. This version compiles "
    "direct workflows only.",
    bad="""\
version: '2.0'
backup:
  type: reverse
  tasks:
    snapshot:
      action: std.noop
    upload:
      action: std.noop
      requires: snapshot
""",
    good="""\
version: '2.0'
backup:
  type: direct
  tasks:
    snapshot:
      action: std.noop
      on-success: upload
    upload:
      action: std.noop
""",
    check=check,
)
