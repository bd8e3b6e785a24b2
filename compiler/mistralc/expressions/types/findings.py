"""What type inference has to say: faults that are certain, and comparisons that decide nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(str, Enum):
    """What is wrong; a checker gives each kind a code of its own."""

    UNKNOWN_FUNCTION = "unknown-function"
    UNKNOWN_METHOD = "unknown-method"
    UNKNOWN_PROPERTY = "unknown-property"
    UNKNOWN_FILTER = "unknown-filter"
    UNKNOWN_TEST = "unknown-test"
    UNKNOWN_NAME = "unknown-name"
    UNKNOWN_ARGUMENT = "unknown-argument"
    REPEATED_ARGUMENT = "repeated-argument"
    ARITY = "arity"
    TYPES = "types"
    COMPARISON = "comparison"
    """No fault: a comparison that has the same outcome whatever the values. Never ``always``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that fails whenever it is evaluated.

    ``start`` and ``end`` are offsets in the expression's text. ``always`` tells whether every evaluation of the
    expression comes to it: inside a lambda or behind `and`, `switch`, `?.` it fails only when it is reached.
    """

    kind: Kind
    start: int
    end: int
    message: str
    expected: str | None = None
    found: str | None = None
    help: str | None = None
    always: bool = True
