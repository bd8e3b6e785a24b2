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
