"""Which function serves which action name."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from mistral_airflow.actions.action import Action, Execution
from mistral_airflow.flow.errors import WorkflowFault
from mistralc.actions import find

_FUNCTIONS = {
    "std.async_noop": "std_basic:noop",
    "std.echo": "std_basic:echo",
    "std.email": "std_email:email",
    "std.fail": "std_basic:fail",
    "std.http": "std_http:http",
    "std.javascript": "std_javascript:javascript",
    "std.js": "std_javascript:javascript",
    "std.mistral_http": "std_http:mistral_http",
    "std.noop": "std_basic:noop",
    "std.sleep": "std_basic:sleep",
    "std.ssh": "std_ssh:ssh",
    "std.ssh_proxied": "std_ssh:ssh_proxied",
    "std.test_dict": "std_basic:test_dict",
    "std.wait_ssh": "std_ssh:wait_ssh",
}

_OPENSTACK = "openstack:call", "openstack:dead_end"
"""What serves every other name of the catalogue, and what judges its failures."""

_ITSELF = "mistral."
"""Actions on Mistral itself: Airflow answers."""


def lookup(name: str, execution: Execution) -> Action:
    """The action of that name, for one execution of a task.

    Raises WorkflowFault when there is none, worded as Mistral words it.
    """
    signature = find(name)
    if signature is None:
        raise WorkflowFault(f"Failed to find action [action_name={name}]")
    if name in _FUNCTIONS:
        return Action(signature, _for(_function(_FUNCTIONS[name]), execution))
    if name.startswith(_ITSELF):  # as tasks only: the triggerer may not ask about runs
        return Action(signature, partial(_function("mistral:call"), execution, name))
    function, dead_end = (partial(_function(place), execution, name) for place in _OPENSTACK)
    return Action(signature, function, dead_end, looks=not signature.mutating)


def _function(place: str) -> Callable[..., Any]:
    module, function = place.split(":")
    found: Callable[..., Any] = getattr(import_module(f"mistral_airflow.actions.{module}"), function)
    return found


def _for(function: Callable[..., Any], execution: Execution) -> Callable[..., Any]:
    """A function that is to know for whom it runs has a parameter that no argument can name: a positional-only one."""
    first = next(iter(inspect.signature(function).parameters.values()), None)
    return partial(function, execution) if first and first.kind is first.POSITIONAL_ONLY else function
