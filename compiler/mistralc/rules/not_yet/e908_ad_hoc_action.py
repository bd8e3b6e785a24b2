"""E908: a task with an ad-hoc action."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions, Workflow
from mistralc.rules.not_yet.refusal import refuse
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Lookup as mistral `engine/actions.py`: actions of the own workbook by their short name, then by full name."""
    for workflow in definitions.workflows:
        known = set(_names(definitions, workflow))
        for task in workflow.tasks.values():
            if task.action and task.action.name in known:
                place = workflow.document.span((*task.at, "action"))
                yield refuse(RULE, place, f"the ad-hoc action '{task.action.name}'", _HELP)


def _names(definitions: Definitions, workflow: Workflow) -> Iterator[str]:
    for action in definitions.actions:
        if action.workbook is None or action.workbook == workflow.workbook:
            yield action.name
        if action.workbook is not None:
            yield f"{action.workbook}.{action.name}"


_HELP = "use its base action here, with the base's input, until a later version compiles ad-hoc actions"

RULE = Rule(
    code="E908",
    title="ad-hoc actions are not compiled yet",
    explanation="An ad-hoc action is a name of one's own for another action with some of its input given. This version "
    "compiles tasks with the actions that come with Mistral.",
    bad="""\
version: '2.0'
name: tools
actions:
  greet:
    base: std.echo
    base-input:
      output: Hello!
workflows:
  welcome:
    tasks:
      greeting:
        action: greet
""",
    good="""\
version: '2.0'
name: tools
workflows:
  welcome:
    tasks:
      greeting:
        action: std.echo
        input:
          output: Hello!
""",
    check=check,
)
