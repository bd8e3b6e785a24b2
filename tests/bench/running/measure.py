"""What one run of one side took."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Taken:
    """Seconds on the clock, from the request to start until the end, and processor seconds of all of its processes.

    :param ended: False where it was given up: then it takes longer than `wall`.
    """

    wall: float
    cpu: float
    ended: bool = True


class Failed(Exception):
    """A run did not come to the end it must come to."""
