"""Regular expressions whose matching can take for ever."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

# There is no public way to a pattern's tree; the private one has been the same since Python 3.11.
from re import _constants, _parser  # isort: skip

_MANY = 32
_TOO_MANY = 9
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)


@lru_cache(maxsize=512)
def is_risky(pattern: str) -> bool:
    """Whether matching the pattern may take more than about quadratic time in the length of the text.

    So it is when there is a choice inside a repetition, or when three repetitions can share the same text. It is a
    guess to the safe side: a pattern called risky may be harmless, and is then only evaluated elsewhere.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = _parser.parse(pattern)
    except (re.error, RecursionError, OverflowError):
        return False  # it fails, and at once
    return _count(tree) > 2


def _count(tree: Any) -> int:
    """How many unbounded repetitions there are; more than can be allowed as soon as one contains a choice."""
    total = 0
    for operator, argument in tree:
        inner = list(_parts(argument))
        times = argument[1] if operator in _REPEATS and argument[1] <= _MANY else 1
        total += times * sum(map(_count, inner))
        if operator in _REPEATS and argument[1] > _MANY:
            total += 1 if not any(map(_has_choice, inner)) else _TOO_MANY
    return total


def _has_choice(tree: Any) -> bool:
    """Whether there is more than one way to match a text: alternatives, or a repetition of no fixed number."""
    for operator, argument in tree:
        if operator is _constants.BRANCH or (operator in _REPEATS and argument[0] != argument[1]):
            return True
        if any(map(_has_choice, _parts(argument))):
            return True
    return False


def _parts(argument: Any) -> Iterator[Any]:
    """The patterns inside the argument of an operator."""
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for item in argument:
            if isinstance(item, _parser.SubPattern | tuple | list):
                yield from _parts(item)
