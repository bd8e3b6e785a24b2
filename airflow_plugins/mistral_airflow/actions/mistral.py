"""Actions on Mistral itself: `mistral.executions_create` and the like, which act on Airflow."""

from __future__ import annotations

from threading import Lock
from typing import Any

import httpx

from mistral_airflow.actions.action import Execution
from mistral_airflow.flow.errors import ActionError
from mistral_airflow.local.api import ApiError
from mistral_airflow.service.errors import Refusal
from mistral_airflow.service.table import function_of
from mistralc.actions.openstack import find_openstack

_ONE_AT_A_TIME = Lock()
"""Items run side by side, and a task has one line to Airflow: in a process that is the server too, calls cut it."""


def call(execution: Execution, name: str, /, **arguments: Any) -> Any:
    """The result of the action `name`. Raises ActionError with what Airflow said, worded as Mistral words it."""
    entry = find_openstack(name)
    method = entry.call["client"] if entry else name
    try:
        with _ONE_AT_A_TIME:
            return function_of(name)(execution, **arguments)
    except (Refusal, ApiError, httpx.HTTPError) as error:
        raise ActionError(f"MistralAction.{method} failed: {error}") from error
