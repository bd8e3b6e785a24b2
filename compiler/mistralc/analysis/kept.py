"""What is known about definitions, worked out once for all passes that ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

Owner = TypeVar("Owner")
Result = TypeVar("Result")


def kept(function: Callable[[Owner], Result]) -> Callable[[Owner], Result]:
    """The result stays with the object it is about, and goes with it. For objects that do not change.

    What is kept with a workflow outlives changes of its file elsewhere: no line or column may be in it, only paths.
    """
    name = f"{function.__module__}.{function.__qualname__}"  # no attribute has a dot in its name

    @wraps(function)
    def remembered(owner: Owner) -> Result:
        known = vars(owner)
        if name not in known:
            known[name] = function(owner)
        return cast("Result", known[name])

    return remembered


def forget(owner: object) -> None:
    """Let go of all that is known about an owner that nobody needs any more. Facts lead back to what they are about:
    left alone, both wait for Python's collector."""
    known = vars(owner)
    for name in [name for name in known if "." in name]:
        del known[name]
