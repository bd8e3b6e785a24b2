"""E301: a transition to a task that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.graph import ENGINE_COMMANDS
from mistralc.diagnostics import Diagnostic, Remedy, Span, respell
from mistralc.model import Definitions, Workflow, target_span
from mistralc.rules.rule import Rule
from mistralc.rules.walk import direct_workflows, is_target, task_names, transitions_in_force


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: lang/v2/workflows.py `_validate_task_link`. Defaults nobody falls back to are not looked at."""
    for workflow in direct_workflows(definitions):
        written = workflow.document.value((*workflow.at, "tasks")) or ()
        for transition in transitions_in_force(workflow):
            if is_target(transition.target, workflow) or transition.target in written:
                continue
            place = target_span(workflow.document, transition)
            message = f"there is no task '{transition.target}' in workflow '{workflow.name}'"
            yield RULE.at(place, message, help=_help(transition.target, place, workflow))


def _help(target: str, place: Span, workflow: Workflow) -> str | Remedy:
    command, bracket, _ = target.partition("(")
    if bracket and command in ENGINE_COMMANDS:
        return f'write the message after a blank: `{command} msg="…"`'
    otherwise = "name a task of this workflow, or one of noop, fail, succeed, pause"
    return respell(target, place, task_names(workflow), ENGINE_COMMANDS, otherwise=otherwise, certain=True)


RULE = Rule(
    code="E301",
    title="a transition leads to a task that does not exist",
    explanation="The target of on-success, on-error, on-complete or on-skip is a task of the same workflow or "
    "one of the engine commands noop, fail, succeed and pause. To call another workflow, add a task for it and "
    "lead to that task.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-success: uplaod
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
