"""One call of an action and what came of it, wherever it is made: in a task process or in the triggerer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mistral_airflow.actions import Action, Parked
from mistral_airflow.flow.errors import ActionError, CallFault, WorkflowFault
from mistral_airflow.flow.record import State
from mistralc.expressions import stored

LOG = logging.getLogger(__name__)


class TimedOut(Exception):
    """The action took longer than the timeout policy allows."""


@dataclass(frozen=True)
class Called:
    """What an action came to. `final`: no repetition can change it, so the retry policy is not asked."""

    state: State
    result: Any = None
    info: str | None = None
    final: bool = False


def call(action: Action, arguments: Mapping[str, Any]) -> Called:
    """Run it. Raises Parked when its result is given later, TimedOut, WorkflowFault; CallFault when it has not run."""
    try:
        return Called("SUCCESS", stored(action.run(**arguments)))
    except ActionError as error:
        return Called("ERROR", stored(error.data), str(error.data))
    except (Parked, TimedOut, WorkflowFault, CallFault):
        raise
    except Exception as error:  # whatever an action raises is its failure, as in Mistral's executor
        LOG.info("The action raised %s", type(error).__name__, exc_info=True)
        message = f"The action raised an exception [action={action.name}, msg='{error}']"
        return Called("ERROR", message, message)


def repeated_call(action: Action, arguments: Mapping[str, Any]) -> Called:
    """The same for an action that is repeated until it succeeds: says when it never will."""
    called = call(action, arguments)
    reason = action.dead_end(arguments) if action.dead_end and called.state == "ERROR" else None
    return called if reason is None else Called("ERROR", reason, reason, final=True)
