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


class CallFault(Exception):
    """What the task wanted to run could not be started: it fails, and its on-error is asked (`_schedule_actions`)."""


class NotInstantiated(CallFault):
    """An ad-hoc action whose base could not be called: an error of the task, of which no action ran."""

    def __init__(self, action: str, reason: str) -> None:
        super().__init__(f"Failed to instantiate an action [action={action}]: {reason}")
