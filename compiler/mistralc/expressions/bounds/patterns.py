"""Regular expressions whose matching can take for ever, told from the pattern and the length of the text."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from mistralc.expressions.bounds.limits import is_worker

# There is no public way to a pattern's tree; the private one has been the same since Python 3.11.
from re import _constants, _parser  # isort: skip

_STEPS = 100_000
"""What matching a text once may cost where it is called: a millisecond or two."""
_LONGEST = _STEPS
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_STARTS = (_constants.AT_BEGINNING, _constants.AT_BEGINNING_STRING)
_TOO_MANY = float(_STEPS + 1)


@lru_cache(maxsize=512)
def longest(pattern: str, flags: int = 0) -> int:
    """How long a text may be that is surely searched for the pattern within a few milliseconds; -1 for none.

    The number of ways to match is estimated to the safe side: a text that is longer may be harmless, and is then only
    searched elsewhere. In the process that evaluates for others every text may be searched.
    """
    if is_worker():
        return sys.maxsize
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = _parser.parse(pattern, flags)
        low, high = -1, _LONGEST
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if _steps(tree, middle) <= _STEPS else (low, middle - 1)
        return low
    except (re.error, RecursionError, OverflowError):
        return sys.maxsize  # it fails, and at once


def _steps(tree: Any, length: int) -> float:
    """The steps of a search in a text of that length."""
    parts = list(tree)
    anchored = bool(parts) and parts[0][0] is _constants.AT and parts[0][1] in _STARTS
    if parts and parts[-1][0] in _REPEATS and _ways(parts[-1][1][2], length) == 1:
        parts.pop()  # behind it nothing can fail, so it never goes back
    return (1 if anchored else length + 1) * _ways(parts, length) + length


def _ways(tree: Any, length: int) -> float:
    """In how many ways the pattern can match, from one place on, in so many characters."""
    ways = 1.0
    for operator, argument in tree:
        if operator in _REPEATS:
            ways *= _repeated(argument, length)
        elif operator is _constants.BRANCH:
            ways *= sum(_ways(part, length) for part in _parts(argument))
        else:
            for part in _parts(argument):
                ways *= _ways(part, length)
        if ways > _STEPS:
            return _TOO_MANY
    return ways


def _repeated(argument: Any, length: int) -> float:
    least, most, item = argument
    inner = _ways(item, length)
    # An item that may be empty is repeated as often as it must be, whatever is left of the text.
    may_be_empty = item.getwidth()[0] == 0
    times = max(min(int(most), length), int(least) if may_be_empty else 0)
    if inner > 1 or may_be_empty:
        return _TOO_MANY if times > _STEPS.bit_length() else max(inner, 2.0) ** times
    return max(1, times - min(int(least), times) + 1)


def _parts(argument: Any) -> Iterator[Any]:
    """The patterns inside the argument of an operator."""
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for item in argument:
            if isinstance(item, _parser.SubPattern | tuple | list):
                yield from _parts(item)
