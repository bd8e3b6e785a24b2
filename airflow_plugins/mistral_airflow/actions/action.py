"""What an action is to the operators: a function and its signature, checked before it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from airflow.sdk.exceptions import TaskAwaitingInput

from mistral_airflow.actions.secrets import mask
from mistral_airflow.flow.errors import WorkflowFault
from mistralc.actions import ActionSignature

ITEM: ContextVar[int] = ContextVar("item", default=0)
"""The place of the item, in with-items, that an action is called for."""


class Parked(TaskAwaitingInput):
    """Raised by an asynchronous action: the task waits, on no worker, until somebody gives its result."""


@dataclass(frozen=True)
class Execution:
    """For whom an action runs, under the names that Mistral sends to others."""

    workflow: str
    workflow_execution_id: str
    task_id: str
    action_execution_id: str
    callback_url: str
    """Where the result of an asynchronous action is given (see `flow.waiting`)."""
    env: Mapping[str, Any] = field(default_factory=dict)
    """The workflow environment of the run."""
    run: Any = None
    """The run as its tasks see it (`flow.run.Run`), for actions that act on runs; None outside of a task."""
    attempt: str = ""
    """Which attempt of the task the call belongs to."""

    @property
    def call_id(self) -> str:
        """The same for one call of the task, also when its process was lost and another one repeats it."""
        return "/".join((*self.run.place(self.run.ti.task_id), self.attempt, str(ITEM.get())))


@dataclass(frozen=True)
class Action:
    """A named function. It returns the result, or raises ActionError with the error data."""

    signature: ActionSignature
    function: Callable[..., Any]
    dead_end: Callable[[Mapping[str, Any]], str | None] | None = None
    """Asked with the arguments of a call that failed: why it cannot succeed any more, None when it may."""
    looks: bool = False
    """It only looks at something, through the network: it can be repeated in the triggerer."""

    @property
    def name(self) -> str:
        return self.signature.name

    @property
    def asynchronous(self) -> bool:
        """Whether it is asked for its result before it runs: whoever gives it may be faster than the action."""
        return self.signature.asynchronous

    def check(self, arguments: Mapping[str, Any]) -> None:
        """Raise WorkflowFault for missing and unknown arguments, worded as Mistral words it."""
        missing, unexpected = self.signature.missing(arguments), self.signature.unknown(arguments)
        self.refuse(missing, unexpected, [parameter.name for parameter in self.signature.parameters])

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

    def run(self, **arguments: Any) -> Any:
        """Run it; what is secret in its arguments is not shown in logs from here on. Raises what the function raises.

        An asynchronous action raises Parked when it has started what it starts.
        """
        mask(self.signature, arguments)
        result = self.function(**arguments)
        if self.asynchronous:
            raise Parked(method_name="resume")
        return result
