"""What holds for a task when all that was written about it is put together."""

from __future__ import annotations

from typing import Any

from mistralc.merging import deep_merge
from mistralc.model import Task, Workflow


def policy(workflow: Workflow, task: Task, name: str) -> Any:
    """A policy of a task, its own or that of task-defaults; None without one."""
    defaults = workflow.task_defaults
    value = getattr(task.policies, name)
    if value in (None, False, 0) and defaults:  # mistral `construct_policies_list`: what is off is not there
        value = getattr(defaults.policies, name)
    return None if value in (False, 0) else value


def task_input(task: Task) -> Any:
    """Block input with inline parameters over it (mistral `_process_action_and_workflow`); a text is an expression."""
    call = task.action or task.workflow
    params = dict(call.params) if call else {}
    if isinstance(task.input, str):
        return task.input
    return deep_merge(task.input or {}, params)
