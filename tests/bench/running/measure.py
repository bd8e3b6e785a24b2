"""What one run of one side took."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Taken:
    """Seconds on the clock, from the request to start until the end, and processor seconds of all of its processes."""

    wall: float
    cpu: float


class Failed(Exception):
    """A run did not come to the end it must come to."""
