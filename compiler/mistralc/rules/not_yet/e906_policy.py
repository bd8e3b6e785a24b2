"""E906: a policy of a task."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions, Task, TaskDefaults, Workflow
from mistralc.rules.not_yet.refusal import refuse
from mistralc.rules.rule import Rule

_COMPILED = frozenset({"fail_on"})


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Every policy that was written and is not compiled, of tasks and of task-defaults."""
    for workflow in definitions.workflows:
        if workflow.task_defaults:
            yield from _owner(workflow, workflow.task_defaults)
        for task in workflow.tasks.values():
            yield from _owner(workflow, task)
            if task.target is not None:
                yield _refused(workflow, task, "target")


def _owner(workflow: Workflow, owner: Task | TaskDefaults) -> Iterator[Diagnostic]:
    for field in fields(owner.policies):
        if field.name not in _COMPILED and getattr(owner.policies, field.name) is not None:
            yield _refused(workflow, owner, field.name.replace("_", "-"))
    if owner.safe_rerun is not None:
        yield _refused(workflow, owner, "safe-rerun")


def _refused(workflow: Workflow, owner: Task | TaskDefaults, key: str) -> Diagnostic:
    return refuse(RULE, workflow.document.key_span((*owner.at, key)), f"the policy {key}")


RULE = Rule(
    code="E906",
    title="this policy is not compiled yet",
    explanation="Of the policies of a task this version compiles `fail-on` and `keep-result`. It refuses `retry`, "
    "`wait-before`, `wait-after`, `timeout`, `pause-before`, `concurrency`, `safe-rerun` and `target`, because a "
    "workflow without them would do something else.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      timeout: 60
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      fail-on: <% task().result = null %>
""",
    check=check,
)
