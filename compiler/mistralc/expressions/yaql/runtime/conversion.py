"""From one type to another, and what type a value has."""

from __future__ import annotations

from typing import Any

from mistralc.expressions.yaql.runtime import times
from mistralc.expressions.yaql.runtime.deopt import Deopt
from mistralc.expressions.yaql.runtime.values import NUMBERS, SCALARS, SEQUENCES, SETS, is_iterable

PRINTED = NUMBERS | {str}
"""Types that Python prints as yaql does."""
_WORDS = {None: "null", True: "true", False: "false"}


def to_text(value: Any) -> str:
    """str() of a scalar."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind in NUMBERS:
        return str(value)
    if kind in SCALARS:
        return _WORDS[value]
    if kind in times.TYPES:
        return str(value)
    raise Deopt


def to_text_deep(value: Any) -> str:
    """str() of data: yaql prints its tuples and frozen dicts."""
    if type(value) in SEQUENCES or type(value) is dict:
        return str(_printed(value))
    return to_text(value)


def _printed(value: Any) -> Any:
    if type(value) in SCALARS:
        return value
    if type(value) in SEQUENCES:
        return tuple(map(_printed, value))
    if type(value) is dict:
        return {_printed(name): _printed(item) for name, item in value.items()}
    raise Deopt


def to_integer(value: Any) -> int:
    if value is None:
        return 0
    if type(value) in SCALARS:
        return int(value)
    raise Deopt


def to_float(value: Any) -> float:
    if value is None:
        return 0.0
    if type(value) in SCALARS:
        return float(value)
    raise Deopt


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_boolean(value: Any) -> bool:
    return isinstance(value, bool)


def is_dict(value: Any) -> bool:
    if type(value) is dict:
        return True
    return not (type(value) in SCALARS or type(value) in times.TYPES or is_iterable(value))


def is_list(value: Any) -> bool:
    if type(value) in SEQUENCES:
        return True
    return not (type(value) in SCALARS or type(value) is dict or type(value) in times.TYPES or is_iterable(value))


def is_set(value: Any) -> bool:
    kind = type(value)
    if kind in SETS:
        return True
    if kind in SCALARS or kind in SEQUENCES or kind is dict or kind in times.TYPES:
        return False
    raise Deopt
