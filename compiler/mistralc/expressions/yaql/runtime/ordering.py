"""orderBy() and thenBy(), by Python's own sort where its order is yaql's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from mistralc.expressions.yaql.runtime.deopt import Deopt
from mistralc.expressions.yaql.runtime.values import Ordering, each, only

_Keys = Callable[[list[Any]], list[Any]]
"""The keys of a list of items."""
_NULL = type(None)
_END = object()


def ascending(items: Any, keys: _Keys) -> Ordering:
    return Ordering(each(items), _sorted).by(keys, False)


def descending(items: Any, keys: _Keys) -> Ordering:
    return Ordering(each(items), _sorted).by(keys, True)


def then_ascending(items: Any, keys: _Keys) -> Ordering:
    return _ordering(items).by(keys, False)


def then_descending(items: Any, keys: _Keys) -> Ordering:
    return _ordering(items).by(keys, True)


# The same for those who take all items at once, so that nobody can add a key.


def ascending_items(items: Any, keys: _Keys) -> list[Any]:
    return _sorted(each(items), [(keys, False)])


def descending_items(items: Any, keys: _Keys) -> list[Any]:
    return _sorted(each(items), [(keys, True)])


def then_ascending_items(items: Any, keys: _Keys) -> list[Any]:
    return then_ascending(items, keys).sorted()


def then_descending_items(items: Any, keys: _Keys) -> list[Any]:
    return then_descending(items, keys).sorted()


def _ordering(value: Any) -> Ordering:
    if type(value) is Ordering:
        return value
    raise Deopt


def _sorted(items: Iterable[Any], fields: list[tuple[_Keys, bool]]) -> list[Any]:
    made = list(items)
    if len(made) < 2:
        # yaql looks at no key when there is nothing to compare.
        return made
    for keys, reverse in reversed(fields):
        made.sort(key=partial(next, _consumed(_comparable(keys(made)))), reverse=reverse)
    return made


def _consumed(keys: list[Any]) -> Iterator[Any]:
    """The keys in order, taken out of the list, so that sort() has the only copy of them when it begins to sort.

    It asks for the key of each item once, in order: next(keys, item) is that of the item.
    """
    keys.reverse()
    return iter(keys.pop, _END)


def _comparable(keys: list[Any]) -> list[Any]:
    """The keys, or others that Python orders alike: null comes before everything."""
    if type(keys[0]) in (int, str) and only(keys, type(keys[0])):
        return keys
    kinds = set(map(type, keys))
    nulls = _NULL in kinds
    kinds.discard(_NULL)
    if not (kinds <= {int, float} or kinds == {str}):
        raise Deopt
    if float in kinds and any(key != key for key in keys):
        # Nothing is said of the order of what is not a number.
        raise Deopt
    return [(key is not None, key) for key in keys] if nulls and kinds else keys if kinds else [0] * len(keys)
