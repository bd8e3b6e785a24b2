"""Whether a task is tried again (mistral `engine/policies.py`, RetryPolicy)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mistral_airflow.actions import dead_ends
from mistral_airflow.flow.policies import Retry
from mistral_airflow.flow.record import State

Evaluate = Callable[[Any, Any], Any]
"""(condition, result of the attempt) → its value. Raises ExpressionError."""


def goes_on(
    retry: Retry, done: int, state: State, result: Any, action: str, evaluate: Evaluate
) -> tuple[bool, str | None]:
    """(whether another attempt follows, why none does although the policy asks for it).

    `done` counts the retries so far. Where continue-on waits for a resource that has ended in an error, and would be
    content if it had not, further attempts would show the same: the task ends as if they had been used up.
    """
    again = _asks(retry, done, state, result, evaluate)
    end = dead_ends.of_get(action, result) if again and state == "SUCCESS" else None
    if end is None:
        return again, None
    reason, hoped = end
    return (True, None) if _asks(retry, done, state, hoped, evaluate) else (False, reason)


def _asks(retry: Retry, done: int, state: State, result: Any, evaluate: Evaluate) -> bool:
    """Both conditions are evaluated always; break-on counts for errors, continue-on for both ends."""
    continues = evaluate(retry.continue_on, result) if retry.continue_on else None
    breaks = evaluate(retry.break_on, result) if retry.break_on else None
    if done >= retry.count:
        return False
    if state == "ERROR" and breaks:
        return False
    if retry.continue_on:
        return bool(continues)
    return state == "ERROR"
