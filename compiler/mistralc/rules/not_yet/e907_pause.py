"""E907: a transition to the engine command pause."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions, Task, TaskDefaults, target_span
from mistralc.rules.not_yet.refusal import edges, refuse
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Every transition in force to `pause`, and every `pause-before`."""
    for workflow in definitions.workflows:
        owners: list[Task | TaskDefaults] = list(workflow.tasks.values())
        if workflow.task_defaults:
            owners.append(workflow.task_defaults)
        for owner in owners:
            if owner.policies.pause_before not in (None, False):
                place = workflow.document.key_span((*owner.at, "pause-before"))
                yield refuse(RULE, place, "the policy pause-before")
    for workflow, edge in edges(definitions):
        if edge.target == "pause":
            yield refuse(RULE, target_span(workflow.document, edge.transition), "the engine command pause")


RULE = Rule(
    code="E907",
    title="pausing a run is not compiled yet",
    explanation="A transition to `pause`, or `pause-before`, stops the whole run until a person resumes it. Of the "
    "engine commands this version compiles `fail`, `succeed` and `noop`.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-success:
        - pause
        - upload
    upload:
      action: std.noop
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
""",
    check=check,
)
