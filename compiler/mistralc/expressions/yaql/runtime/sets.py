"""Functions of sets. Sets made here hold scalars only, so that no list has to be told from a tuple."""

from __future__ import annotations

from typing import Any

from mistralc.expressions.yaql.runtime.deopt import Deopt
from mistralc.expressions.yaql.runtime.sequences import listed
from mistralc.expressions.yaql.runtime.values import SCALARS, SETS, CombinedSet, FrozenSet, each


def to_set(items: Any) -> FrozenSet:
    if type(items) in SETS:
        return items  # type: ignore[no-any-return]
    return FrozenSet(_scalars(items))


def _scalars(items: Any) -> Any:
    for item in each(items):
        if type(item) not in SCALARS:
            raise Deopt
        yield item


def made_of(*items: Any) -> FrozenSet:
    """set(a, b, …)."""
    return to_set(listed(*items))


def _set(value: Any) -> FrozenSet:
    if type(value) in SETS:
        return value  # type: ignore[no-any-return]
    raise Deopt


def union(left: Any, right: Any) -> FrozenSet:
    return CombinedSet(_set(left).union(_set(right)))


def intersection(left: Any, right: Any) -> FrozenSet:
    return CombinedSet(_set(left).intersection(_set(right)))


def difference(left: Any, right: Any) -> FrozenSet:
    return CombinedSet(_set(left).difference(_set(right)))


def symmetric(left: Any, right: Any) -> FrozenSet:
    return CombinedSet(_set(left).symmetric_difference(_set(right)))


def add(value: Any, *items: Any) -> FrozenSet:
    return CombinedSet(_set(value).union(FrozenSet(_scalars(items))))


def remove(value: Any, *items: Any) -> FrozenSet:
    return CombinedSet(_set(value).difference(FrozenSet(_scalars(items))))
