"""E906: a policy that Airflow has to know before the run."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.expressions import is_expression
from mistralc.model import Definitions, Task, TaskDefaults, Workflow
from mistralc.rules.not_yet.refusal import refuse
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """`target` and `safe-rerun` as expressions."""
    for workflow in definitions.workflows:
        if workflow.task_defaults:
            yield from _owner(workflow, workflow.task_defaults)
        for task in workflow.tasks.values():
            yield from _owner(workflow, task)
            if task.target is not None and is_expression(task.target):
                yield _refused(workflow, task, "target")


def _owner(workflow: Workflow, owner: Task | TaskDefaults) -> Iterator[Diagnostic]:
    if isinstance(owner.safe_rerun, str):
        yield _refused(workflow, owner, "safe-rerun")


def _refused(workflow: Workflow, owner: Task | TaskDefaults, key: str) -> Diagnostic:
    return refuse(RULE, workflow.document.key_span((*owner.at, key)), f"{key} as an expression", _HELP)


_HELP = "write the value itself"

RULE = Rule(
    code="E906",
    title="this policy must be a plain value",
    explanation="`target` becomes the Airflow queue of the task, and `safe-rerun` says whether its action may run "
    "again after its process was lost. Both have to be known before the task runs; an expression is evaluated in it.",
    bad="""\
version: '2.0'
backup:
  input: [host]
  tasks:
    snapshot:
      action: std.noop
      target: <% $.host %>
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      target: backup_host
""",
    check=check,
)
