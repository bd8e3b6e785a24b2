"""Settings of the runtime: environment variables of the processes that run tasks."""

from __future__ import annotations

import os

SHORT_WAIT = "MISTRALC_SHORT_WAIT"
"""Seconds that a task waits in its own process before it gives up its worker slot."""

_DEFAULT_SHORT_WAIT = 3.0
"""A deferral costs two to three seconds and a second process; a task that waits less than that keeps its own."""


def short_wait() -> float:
    """The value of SHORT_WAIT."""
    return float(os.environ.get(SHORT_WAIT, _DEFAULT_SHORT_WAIT))


ACTIVATION_LIMIT = "MISTRALC_ACTIVATION_LIMIT"
"""How often the tasks of a loop may be activated from one transition into it, before the run ends with an error."""

_DEFAULT_ACTIVATION_LIMIT = 10_000


def activation_limit() -> int:
    """The value of ACTIVATION_LIMIT."""
    return int(os.environ.get(ACTIVATION_LIMIT, _DEFAULT_ACTIVATION_LIMIT))
