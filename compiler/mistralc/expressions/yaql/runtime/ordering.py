"""orderBy() and thenBy(), by Python's own sort where its order is yaql's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from mistralc.expressions.yaql.runtime.deopt import Deopt
from mistralc.expressions.yaql.runtime.values import Ordering, each

_Key = Callable[[Any], Any]
_NULL = type(None)


def ascending(items: Any, key: _Key) -> Ordering:
    return Ordering(each(items), _sorted).by(key, False)


def descending(items: Any, key: _Key) -> Ordering:
    return Ordering(each(items), _sorted).by(key, True)


def then_ascending(items: Any, key: _Key) -> Ordering:
    return _ordering(items).by(key, False)


def then_descending(items: Any, key: _Key) -> Ordering:
    return _ordering(items).by(key, True)


def _ordering(value: Any) -> Ordering:
    if type(value) is Ordering:
        return value
    raise Deopt


def _sorted(items: Iterable[Any], fields: list[tuple[_Key, bool]]) -> list[Any]:
    made = list(items)
    if len(made) < 2:
        # yaql looks at no key when there is nothing to compare.
        return made
    for key, reverse in reversed(fields):
        keys = _comparable([key(item) for item in made])
        # sort() asks for the key of each item once, in order: next(keys, item) is that of the item.
        made.sort(key=partial(next, iter(keys)), reverse=reverse)
    return made


def _comparable(keys: list[Any]) -> list[Any]:
    """The keys, or others that Python orders alike: null comes before everything."""
    kinds = set(map(type, keys))
    nulls = _NULL in kinds
    kinds.discard(_NULL)
    if not (kinds <= {int, float} or kinds == {str}):
        raise Deopt
    if float in kinds and any(key != key for key in keys):
        # Nothing is said of the order of what is not a number.
        raise Deopt
    return [(key is not None, key) for key in keys] if nulls and kinds else keys if kinds else [0] * len(keys)
