"""Runs an action as a task does, without a task."""

from __future__ import annotations

from typing import Any

from mistral_airflow.actions import Execution, Parked, lookup
from mistral_airflow.flow.errors import ActionError
from mistralc.expressions import stored

EXECUTION = Execution("the workflow", "the run", "the task", "the action", "/the/callback")


def run(name: str, arguments: dict[str, Any]) -> Any:
    """The result as it is stored. Raises what the action raises."""
    action = lookup(name, EXECUTION)
    action.check(arguments)
    return stored(action.run(**arguments))


def outcome(name: str, arguments: dict[str, Any]) -> list[Any]:
    """In the form of the records: how it ended, and the result, the error data or the message."""
    try:
        return ["result", run(name, arguments)]
    except Parked:
        return ["result", "parked"]
    except ActionError as error:
        return ["error", stored(error.data)]
    except Exception as error:  # noqa: BLE001 - as `flow.task` does
        return ["raised", str(error)]
