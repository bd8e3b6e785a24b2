"""The policies of a task with their expressions evaluated (mistral `engine/policies.py`).

Each is evaluated when the task starts and once more when it ends, and checked: a value of the wrong type ends the run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mistral_airflow.flow.errors import WorkflowFault

COMPUTING = frozenset({"std.echo", "std.fail", "std.noop", "std.test_dict"})
"""The actions that end at once and touch nothing."""

Evaluate = Callable[[Any], Any]


@dataclass(frozen=True)
class Retry:
    """Repeat the action up to `count` times, `delay` seconds apart. The conditions are as written."""

    count: int = 0
    delay: int = 0
    break_on: str | None = None
    continue_on: str | None = None


@dataclass(frozen=True)
class Policies:
    """Seconds, counts and conditions; 0, None or False where a policy is not set."""

    pause_before: bool = False
    wait_before: int = 0
    wait_after: int = 0
    timeout: int = 0
    concurrency: int = 0
    retry: Retry | None = None


def evaluated(operator: Any, evaluate: Evaluate) -> Policies:
    """The policies of `operator`. Raises WorkflowFault for a value of the wrong type, ExpressionError."""
    return Policies(
        pause_before=_boolean("PauseBeforePolicy", operator.pause_before, evaluate),
        wait_before=_seconds("WaitBeforePolicy", "delay", operator.wait_before, evaluate),
        wait_after=_seconds("WaitAfterPolicy", "delay", operator.wait_after, evaluate),
        timeout=_seconds("TimeoutPolicy", "delay", operator.timeout, evaluate),
        concurrency=_seconds("ConcurrencyPolicy", "concurrency", operator.concurrency, evaluate),
        retry=_retry(operator.retry, evaluate),
    )


def repeatable(operator: Any, evaluate: Evaluate) -> bool:
    """Whether the task may be executed again from its beginning: it finds its child runs, or does no harm.

    Evaluated before the action runs; that it must not run again is what the task remembers. Raises ExpressionError.
    """
    return operator.workflow is not None or only_computes(operator) or bool(evaluate(operator.safe_rerun))


def only_computes(operator: Any) -> bool:
    """Whether the action ends at once and touches nothing, so that nobody could tell that it ran twice."""
    adapted = operator.ad_hoc and operator.ad_hoc.called(operator.action)
    arguments = operator.input or {}
    at_once = isinstance(arguments, Mapping) and "delay" not in arguments
    return operator.action in COMPUTING and at_once and not adapted


def of_action(operator: Any, evaluate: Evaluate) -> Policies:
    """The policies that are told to whoever runs the action. Raises as `evaluated` does."""
    return Policies(timeout=_seconds("TimeoutPolicy", "delay", operator.timeout, evaluate))


def _retry(written: Mapping[str, Any] | None, evaluate: Evaluate) -> Retry | None:
    if not written:
        return None
    return Retry(
        count=_seconds("RetryPolicy", "count", written.get("count"), evaluate),
        delay=_seconds("RetryPolicy", "delay", written.get("delay"), evaluate),
        break_on=written.get("break_on"),
        continue_on=written.get("continue_on"),
    )


def _boolean(policy: str, written: Any, evaluate: Evaluate) -> bool:
    if written is None:
        return False
    value = evaluate(written)  # null is as wrong as any other type
    if isinstance(value, bool):
        return value
    raise _wrong_type(policy, "expr", value, "boolean")


def _seconds(policy: str, field: str, written: Any, evaluate: Evaluate) -> int:
    if written is None:
        return 0
    value = evaluate(written)
    is_integer = (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and value.is_integer()
    )
    if not is_integer:
        raise _wrong_type(policy, field, value, "integer")
    if value < 0:
        raise WorkflowFault(f"Invalid data type in {policy}: {value} is less than the minimum of 0 ({field})")
    return int(value)


def _wrong_type(policy: str, field: str, value: Any, wanted: str) -> WorkflowFault:
    return WorkflowFault(
        f"Invalid data type in {policy}: {value!r} is not of type '{wanted}'. "
        f"Value(s) can be shown after YAQL evaluation: [{field}={value!r}]"
    )
