"""OpenStack actions: in whose name a task calls, and the call."""

from __future__ import annotations

from typing import Any

from mistral_airflow.actions.action import Execution
from mistral_airflow.hooks.openstack import OpenStackHook
from mistral_airflow.hooks.scope import CloudScope


def call(execution: Execution, name: str, /, **arguments: Any) -> Any:
    """The result of the action `name`. The scope is that of the run, narrowed by arguments of the task.

    Raises ActionError with what the service said, NoCloud without credentials.
    """
    scope, own = CloudScope.of_environment(execution.env).narrowed(arguments)
    return OpenStackHook.of(scope).perform(name, own)
