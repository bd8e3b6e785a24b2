"""Order and equality of values, and what is in what."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from mistralc.expressions.yaql.runtime import times
from mistralc.expressions.yaql.runtime.deopt import Deopt
from mistralc.expressions.yaql.runtime.values import (
    ITEMS,
    KEYS,
    NUMBERS,
    SCALARS,
    SEQUENCES,
    SETS,
    VALUES,
    each,
    frozen,
    is_iterator,
)

_Order = Callable[[Any, Any], Any]


def _ordered(left: Any, right: Any) -> bool:
    """Whether Python compares the two as yaql does."""
    kind, other = type(left), type(right)
    if kind in times.TYPES:
        return kind is other
    return kind in SETS and other in SETS


def _comparison(compare: _Order, *, null_first: bool, first_null: bool, nulls: bool) -> _Order:
    """`null_first`: the answer for null and a value; `first_null`: for a value and null; `nulls`: for two nulls."""

    def compared(left: Any, right: Any) -> bool:
        kind, other = type(left), type(right)
        if (kind in NUMBERS and other in NUMBERS) or (kind is str and other is str):
            return compare(left, right)  # type: ignore[no-any-return]
        if left is None:
            return nulls if right is None else null_first
        if right is None:
            return first_null
        if _ordered(left, right):
            return compare(times.aware(left), times.aware(right))  # type: ignore[no-any-return]
        raise Deopt

    return compared


less = _comparison(operator.lt, null_first=True, first_null=False, nulls=False)
less_equal = _comparison(operator.le, null_first=True, first_null=False, nulls=True)
greater = _comparison(operator.gt, null_first=False, first_null=True, nulls=False)
greater_equal = _comparison(operator.ge, null_first=False, first_null=True, nulls=True)


def equal(left: Any, right: Any) -> bool:
    kind, other = type(left), type(right)
    if kind in SCALARS or other in SCALARS or (kind in times.TYPES and other in times.TYPES):
        return left == right  # type: ignore[no-any-return]
    if kind in SETS and other in SETS:
        return left == right  # type: ignore[no-any-return]
    return frozen(left) == frozen(right)  # type: ignore[no-any-return]


def equal_unclear(left: Any, right: Any) -> bool:
    """Equality where a list may be one of yaql's own: it equals no tuple."""
    if type(left) in SCALARS or type(right) in SCALARS:
        return left == right  # type: ignore[no-any-return]
    raise Deopt


def different(left: Any, right: Any) -> bool:
    return not equal(left, right)


def different_unclear(left: Any, right: Any) -> bool:
    return not equal_unclear(left, right)


def within(value: Any, container: Any) -> bool:
    """`value in container`."""
    if type(container) is str:
        if type(value) is str:
            return value in container
        raise Deopt
    return contains(container, value)


def contains(container: Any, value: Any) -> bool:
    """`container.contains(value)`; what is no scalar may equal another without being the same to Python."""
    kind = type(container)
    if type(value) not in SCALARS or kind is ITEMS:
        # The items of a dict can only be asked for pairs.
        raise Deopt
    if kind in SEQUENCES or kind in SETS or kind is KEYS or kind is VALUES or is_iterator(container):
        return value in container
    return value in iter(each(container))


def maximum(left: Any, right: Any) -> Any:
    return right if greater(right, left) else left


def minimum(left: Any, right: Any) -> Any:
    return left if greater(right, left) else right
