"""What an action is to the operators: a function whose parameters are the action's, checked before it runs."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from airflow.sdk.exceptions import TaskAwaitingInput

from mistral_airflow.flow.errors import WorkflowFault


class Parked(TaskAwaitingInput):
    """Raised by an asynchronous action: the task waits, on no worker, until somebody gives its result."""


@dataclass(frozen=True)
class Action:
    """A named function. It returns the result, or raises ActionError with the error data."""

    name: str
    run: Callable[..., Any]

    def check(self, arguments: Mapping[str, Any]) -> None:
        """Raise WorkflowFault for missing and unknown arguments, worded as Mistral words it."""
        parameters = inspect.signature(self.run).parameters.values()
        if any(p.kind is p.VAR_KEYWORD for p in parameters):
            return
        names = [p.name for p in parameters]
        missing = [p.name for p in parameters if p.default is p.empty and p.name not in arguments]
        unexpected = sorted(set(arguments) - set(names))
        self.refuse(missing, unexpected, names)

    def refuse(self, missing: Sequence[str], unexpected: Sequence[str], names: Sequence[str]) -> None:
        """Raise WorkflowFault when there are missing or unexpected arguments."""
        if missing or unexpected:
            faults = [f"{word}={found}" for word, found in (("missing", missing), ("unexpected", unexpected)) if found]
            raise WorkflowFault(
                f"Invalid input [name={self.name}, {', '.join(faults)}]. Parameters: {', '.join(names) or 'none'}."
            )

    def converted(self, result: Any) -> Any:
        """The result of the action as the task sees it."""
        return result
