"""Which tasks cannot fail, so that what is written for their failure never counts."""

from __future__ import annotations

from mistralc.model import Task, Workflow

_HARMLESS = frozenset({"std.noop", "std.echo", "std.sleep", "std.test_dict"})
"""Actions that always succeed once they are started with the right arguments."""


def cannot_fail(task: Task, workflow: Workflow) -> bool:
    """Whether nothing makes this task end in error: not its action, a join, a policy, nor the lists of with-items."""
    defaults = workflow.task_defaults.policies if workflow.task_defaults else None
    policies = [task.policies, *([defaults] if defaults else [])]
    if any(policy.fail_on is not None or policy.timeout is not None for policy in policies):
        return False
    if task.workflow or task.join or task.with_items:
        return False
    return task.action is None or task.action.name in _HARMLESS
