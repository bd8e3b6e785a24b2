"""OpenStack actions: in whose name a task calls, the call, and when it is in vain to call again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mistral_airflow.actions import dead_ends
from mistral_airflow.actions.action import Execution
from mistral_airflow.flow.errors import ActionError
from mistral_airflow.hooks.openstack import OpenStackHook
from mistral_airflow.hooks.scope import CloudScope


def call(execution: Execution, name: str, /, **arguments: Any) -> Any:
    """The result of the action `name`. The scope is that of the run, narrowed by arguments of the task.

    Raises ActionError with what the service said, NoCloud without credentials.
    """
    hook, own = _called(execution, arguments)
    return hook.perform(name, own)


def dead_end(execution: Execution, name: str, arguments: Mapping[str, Any]) -> str | None:
    """Why the action will fail with these arguments however often it is called; None when it may succeed yet."""
    hook, own = _called(execution, arguments)
    try:
        return dead_ends.of_find(name, own, hook.perform)
    except ActionError:  # not there, or its service does not answer: the action itself says so
        return None


def _called(execution: Execution, arguments: Mapping[str, Any]) -> tuple[OpenStackHook, dict[str, Any]]:
    scope, own = CloudScope.of_environment(execution.env).narrowed(arguments)
    return OpenStackHook.of(scope), own
