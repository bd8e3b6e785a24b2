"""Actions on Mistral itself: `mistral.executions_create` and the like, which act on Airflow."""

from __future__ import annotations

from threading import Lock
from typing import Any

import httpx

from mistral_airflow.actions.action import Execution
from mistral_airflow.flow.errors import ActionError, WorkflowFault
from mistral_airflow.local.api import ApiError
from mistral_airflow.service.errors import Refusal
from mistral_airflow.service.table import function_of
from mistralc.actions import unsupported
from mistralc.actions.openstack import find_openstack

_ONE_AT_A_TIME = Lock()
"""Items run side by side, and a task has one line to Airflow: in a process that is the server too, calls cut it."""


def call(execution: Execution, name: str, /, **arguments: Any) -> Any:
    """The result of the action `name`. Raises ActionError with what Airflow said, worded as Mistral words it.

    WorkflowFault for a name that cannot be served, which only an expression can have brought here.
    """
    entry = find_openstack(name)
    if entry is None or not entry.supported:
        raise WorkflowFault(f"Failed to find action [action_name={name}]. {': '.join(unsupported(name))}")
    try:
        with _ONE_AT_A_TIME:
            return function_of(name)(execution, **arguments)
    except (Refusal, ApiError, httpx.HTTPError) as error:
        raise ActionError(f"MistralAction.{entry.call['client']} failed: {error}") from error
