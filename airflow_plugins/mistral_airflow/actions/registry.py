"""Which function serves which action name."""

from __future__ import annotations

from importlib import import_module

from mistral_airflow.actions.action import Action
from mistral_airflow.flow.errors import WorkflowFault

_FUNCTIONS = {
    "std.noop": "std_basic:noop",
    "std.echo": "std_basic:echo",
    "std.fail": "std_basic:fail",
    "std.sleep": "std_basic:sleep",
    "std.async_noop": "std_async:async_noop",
    "std.test_dict": "std_basic:test_dict",
}


def lookup(name: str) -> Action:
    """The action of that name. Raises WorkflowFault when there is none, worded as Mistral words it."""
    place = _FUNCTIONS.get(name)
    if place is None:
        raise WorkflowFault(f"Failed to find action [action_name={name}]")
    module, function = place.split(":")
    return Action(name, getattr(import_module(f"mistral_airflow.actions.{module}"), function))
