"""Faults of a run, by what Mistral does about them."""

from __future__ import annotations

from typing import Any


class WorkflowFault(Exception):
    """Ends the task and the whole run at once; no on-error is asked (mistral `task_handler.force_fail_task`)."""


class StartRefused(WorkflowFault):
    """The run must not begin: missing or unknown inputs, vars that cannot be evaluated."""


class ActionError(Exception):
    """The action failed. `data` is the task's result: a message, or whatever the action gives as error data."""

    def __init__(self, data: Any) -> None:
        super().__init__(str(data))
        self.data = data


class InvalidArguments(Exception):
    """Arguments with which there can be no action: the task fails, and no action has run (`engine/actions.py`)."""
