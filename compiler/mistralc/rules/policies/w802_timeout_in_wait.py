"""W802: a time limit that passes before the task begins."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Data, Definitions, Task, Workflow
from mistralc.rules.rule import Rule
from mistralc.source import Path


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: `engine/policies.py`: both count from the moment the task is started."""
    for workflow in definitions.workflows:
        for task in workflow.tasks.values():
            wait, wait_at = _policy(workflow, task, "wait-before")
            limit, limit_at = _policy(workflow, task, "timeout")
            if _is_number(wait) and _is_number(limit) and 0 < limit <= wait:
                document = workflow.document
                yield RULE.at(
                    document.span(limit_at),
                    f"task '{task.name}' always times out: its {limit} seconds pass while it waits for {wait}",
                    help="make `timeout` longer than `wait-before`: it counts from the same moment",
                    related=(Label(document.span(wait_at), "the wait counts, too"),),
                )


def _policy(workflow: Workflow, task: Task, key: str) -> tuple[Data, Path]:
    """The value in force and its place: the task's own, else that of task-defaults."""
    name = key.replace("-", "_")
    own = getattr(task.policies, name)
    if own is not None or not workflow.task_defaults:
        return own, (*task.at, key)
    return getattr(workflow.task_defaults.policies, name), (*workflow.task_defaults.at, key)


def _is_number(value: Data) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


RULE = Rule(
    code="W802",
    title="a time limit that passes before the task begins",
    explanation="`timeout` counts from the start of the task, and so does `wait-before`. A task that waits as long as "
    "its time limit fails before its action is run.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.http url="http://example.org"
      wait-before: 60
      timeout: 30
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.http url="http://example.org"
      wait-before: 60
      timeout: 90
""",
    check=check,
)
