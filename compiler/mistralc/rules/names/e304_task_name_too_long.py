"""E304: a task name that does not fit."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.rule import Rule

MAX_TASK_NAME = 255
MAX_JOIN_TASK_NAME = 208
"""Mistral keeps a lock under the name of a join and needs room for its own words in it (lang/v2/tasks.py)."""


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: lang/v2/tasks.py `_validate_name` and `DirectWorkflowTaskSpec.validate_semantics`."""
    for workflow in definitions.workflows:
        for task in workflow.tasks.values():
            limit = MAX_JOIN_TASK_NAME if task.join else MAX_TASK_NAME
            if len(task.name) > limit:
                kind = "of a task with join" if task.join else "of a task"
                yield RULE.at(
                    workflow.document.key_span(task.at),
                    f"the name {kind} has at most {limit} characters, this one has {len(task.name)}",
                    help="shorten it; the description has room for the rest",
                )


RULE = Rule(
    code="E304",
    title="a task name is too long",
    explanation="The name of a task has at most 255 characters; with `join`, 208.",
    bad=f"""\
version: '2.0'
backup:
  tasks:
    {"snapshot_" * 29}:
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      description: A snapshot of all volumes of the project
      action: std.noop
""",
    check=check,
)
