"""I803: a retry of an action that changes something."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.actions import find
from mistralc.analysis.ad_hoc import AdHocTable
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions, Task, Workflow
from mistralc.rules.rule import Rule
from mistralc.source import Path


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Actions of the catalogue that are known to change something outside the run, also below ad-hoc actions."""
    table = AdHocTable(definitions.actions)
    for workflow in definitions.workflows:
        told: set[Path] = set()  # a retry of task-defaults once
        for task in workflow.tasks.values():
            retry = task.policies.retry or (workflow.task_defaults and workflow.task_defaults.policies.retry)
            signature = find(table.base(workflow, task.action.name)) if task.action and retry else None
            if retry and signature and signature.mutating and retry.at not in told and not _is_safe(task, workflow):
                told.add(retry.at)
                yield RULE.at(
                    workflow.document.key_span(retry.at),
                    f"each try runs '{signature.name}' again, which may change something: is twice the same as once?",
                    help="look first whether it was done (`*_find`)"
                    if signature.twice
                    else "if it is, say so with `safe-rerun: true`",
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
