"""What is known about definitions, worked out once for all passes that ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

Owner = TypeVar("Owner")
Result = TypeVar("Result")


def kept(function: Callable[[Owner], Result]) -> Callable[[Owner], Result]:
    """The result stays with the object it is about, and goes with it. For objects that do not change."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(owner: Owner) -> Result:
        known = vars(owner)
        if name not in known:
            known[name] = function(owner)
        return cast("Result", known[name])

    return remembered
