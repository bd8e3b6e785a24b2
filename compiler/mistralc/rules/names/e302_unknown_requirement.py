"""E302: a task requires one that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic, respell
from mistralc.model import Definitions, Task, TaskDefaults, Workflow
from mistralc.rules.rule import Rule
from mistralc.rules.walk import task_names
from mistralc.source import Path


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: lang/v2/workflows.py `ReverseWorkflowSpec._check_workflow_integrity`."""
    for workflow in definitions.workflows:
        if workflow.type != "reverse":
            continue
        owners: list[Task | TaskDefaults] = [*workflow.tasks.values()]
        if workflow.task_defaults and workflow.tasks:
            owners.append(workflow.task_defaults)
        for owner in owners:
            for index, name in enumerate(owner.requires):
                if name not in workflow.tasks:
                    yield _unknown(name, _place(workflow, (*owner.at, "requires"), index), workflow)


def _place(workflow: Workflow, path: Path, index: int) -> Path:
    return (*path, index) if isinstance(workflow.document.value(path), list) else path


def _unknown(name: str, at: Path, workflow: Workflow) -> Diagnostic:
    place = workflow.document.span(at)
    message = f"there is no task '{name}' in workflow '{workflow.name}'"
    remedy = respell(name, place, task_names(workflow), otherwise="name a task of this workflow", certain=True)
    return RULE.at(place, message, help=remedy)


RULE = Rule(
    code="E302",
    title="a task requires a task that does not exist",
    explanation="In a reverse workflow `requires` names tasks of the same workflow that have to be done first. Engine "
    "commands cannot be required.",
    bad="""\
version: '2.0'
report:
  type: reverse
  tasks:
    collect:
      action: std.noop
    send:
      action: std.noop
      requires: [colect]
""",
    good="""\
version: '2.0'
report:
  type: reverse
  tasks:
    collect:
      action: std.noop
    send:
      action: std.noop
      requires: [collect]
""",
    check=check,
)
