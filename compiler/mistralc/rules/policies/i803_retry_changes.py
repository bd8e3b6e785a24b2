"""I803: a retry of an action that changes something."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.actions import find
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions, Task, Workflow
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Actions of the catalogue that are known to change something outside the run."""
    for workflow in definitions.workflows:
        for task in workflow.tasks.values():
            signature = find(task.action.name) if task.action and task.policies.retry else None
            if signature and signature.mutating and not _is_safe(task, workflow):
                yield RULE.at(
                    workflow.document.key_span((*task.at, "retry")),
                    f"each try runs '{signature.name}' again, which may change something: is twice the same as once?",
                    help="if it is, say so with `safe-rerun: true`",
                )


def _is_safe(task: Task, workflow: Workflow) -> bool:
    if task.safe_rerun is not None:
        return bool(task.safe_rerun)
    return bool(workflow.task_defaults and workflow.task_defaults.safe_rerun)


RULE = Rule(
    code="I803",
    title="a retry of an action that changes something",
    explanation="An action that failed may have done half or all of its work: a request that timed out may have "
    "been answered. A retry does it again. `safe-rerun: true` says that this does no harm.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.http url="http://example.org" method="POST"
      retry: count=3 delay=5
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.http url="http://example.org" method="POST"
      retry: count=3 delay=5
      safe-rerun: true
""",
    check=check,
)
