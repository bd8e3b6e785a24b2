"""Transitions as an operator holds them: which task follows on which event, and under which guard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Event = Literal["on-success", "on-error", "on-complete", "on-skip"]

NOOP = "noop"
"""The target of a transition to Mistral's engine command `noop`: nothing follows, and an error counts as handled."""


@dataclass(frozen=True, slots=True)
class Route:
    """One transition. `target` is the task id of what follows, `guard` an expression ('' for always).

    `event` is None in a reverse workflow: what follows requires the task.
    """

    event: Event | None
    target: str
    guard: str = ""


def on_success(target: str, when: str = "") -> Route:
    """Follow to `target` after the task succeeded."""
    return Route("on-success", target, when)


def on_error(target: str, when: str = "") -> Route:
    """Follow to `target` after the task failed; the error counts as handled."""
    return Route("on-error", target, when)


def on_complete(target: str, when: str = "") -> Route:
    """Follow to `target` after the task ended, either way; handles no error."""
    return Route("on-complete", target, when)


def on_skip(target: str, when: str = "") -> Route:
    """Follow to `target` after a person skipped the task."""
    return Route("on-skip", target, when)


def required_by(target: str) -> Route:
    """Let `target`, which requires the task, start after it succeeded, if the run wants it."""
    return Route(None, target)
