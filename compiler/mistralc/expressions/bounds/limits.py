"""How long one evaluation may take and how much memory it may use, and the error when it does not keep to that."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache

from mistralc.expressions.errors import ExpressionError

SECONDS = "MISTRALC_EXPRESSION_SECONDS"
MEGABYTES = "MISTRALC_EXPRESSION_MEGABYTES"
_DEFAULT_SECONDS = "10"
_DEFAULT_MEGABYTES = "512"


_worker = False


def is_worker() -> bool:
    """Whether this is the process others hand their evaluations to: here everything runs directly."""
    return _worker


def become_worker() -> None:
    """From now on this is such a process."""
    global _worker
    _worker = True


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one evaluation: wall-clock seconds and megabytes beyond what the process has anyway."""

    seconds: float = float(_DEFAULT_SECONDS)
    megabytes: int = int(_DEFAULT_MEGABYTES)


class ExpressionLimitError(ExpressionError):
    """An evaluation was ended because it took too long or too much memory."""

    def __init__(self, expression: str, language: str, reason: str) -> None:
        name = {"yaql": "YAQL", "jinja": "Jinja"}[language]
        message = f"Can not evaluate {name} expression [expression={expression}, error={reason}]"
        super().__init__(message, expression=expression, language=language, reason=reason)


def too_slow(expression: str, language: str, limits: Limits) -> ExpressionLimitError:
    """The error for an evaluation that did not end in time."""
    reason = f"the evaluation took longer than {limits.seconds:g} s (limit: {SECONDS})"
    return ExpressionLimitError(expression, language, reason)


def too_large(expression: str, language: str, limits: Limits) -> ExpressionLimitError:
    """The error for an evaluation that wanted too much memory."""
    reason = f"the evaluation needs more than {limits.megabytes} MB of memory (limit: {MEGABYTES})"
    return ExpressionLimitError(expression, language, reason)


def unbounded(expression: str, language: str, error: Exception) -> ExpressionLimitError:
    """The error for an evaluation that has to be watched and reads what cannot be sent to the process that does."""
    reason = (
        f"the evaluation may have no end, and what it reads cannot be handed to the process that limits it: {error}"
    )
    return ExpressionLimitError(expression, language, reason)


def limits_of_environment() -> Limits:
    """The limits that the environment variables set. Raises ValueError when one is not a positive number."""
    return _limits(os.environ.get(SECONDS, _DEFAULT_SECONDS), os.environ.get(MEGABYTES, _DEFAULT_MEGABYTES))


@lru_cache(maxsize=4)
def _limits(seconds: str, megabytes: str) -> Limits:
    try:
        limits = Limits(float(seconds), int(megabytes))
    except ValueError:
        limits = Limits(0, 0)
    if limits.seconds <= 0 or limits.megabytes <= 0:
        raise ValueError(f"{SECONDS} and {MEGABYTES} must be positive numbers, not {seconds!r} and {megabytes!r}")
    return limits
