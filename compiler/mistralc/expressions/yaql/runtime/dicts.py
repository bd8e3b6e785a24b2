"""Functions of dicts, and those that make one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

from mistralc.expressions.yaql.runtime import sequences
from mistralc.expressions.yaql.runtime.deopt import Deopt
from mistralc.expressions.yaql.runtime.values import SCALARS, SEQUENCES, each, frozen, key, mapping

_Function = Callable[..., Any]


def keys(value: Any) -> Any:
    return _plain(value).keys()


def values(value: Any) -> Any:
    return _plain(value).values()


def items(value: Any) -> Any:
    return _plain(value).items()


def _plain(value: Any) -> dict[Any, Any]:
    if type(value) is dict:
        return value
    raise Deopt


def contains_key(value: Any, name: Any) -> bool:
    return key(name) in mapping(value)


def contains_value(value: Any, item: Any) -> bool:
    return key(item) in _plain(value).values()


def with_entry(value: Any, name: Any, item: Any) -> dict[Any, Any]:
    """x.set(key, value)."""
    return {**_plain(value), key(name): item}


def with_entries(value: Any, more: Any) -> dict[Any, Any]:
    """x.set({key => value, …})."""
    return {**_plain(value), **_plain(more)}


def without(value: Any, *names: Any) -> dict[Any, Any]:
    """x.delete(key, …)."""
    return without_all(value, names)


def without_all(value: Any, names: Any) -> dict[Any, Any]:
    """x.deleteAll(keys)."""
    copy = dict(_plain(value))
    for name in each(names):
        copy.pop(key(name), None)
    return copy


def from_pairs(pairs: Any) -> dict[Any, Any]:
    """dict(list of pairs)."""
    made: dict[Any, Any] = {}
    for pair in each(pairs):
        if type(pair) in SEQUENCES and len(pair) > 1:
            made[key(pair[0])] = pair[1]
        else:
            raise Deopt
    return made


def grouped(pairs: Iterable[tuple[Any, Any]]) -> Any:
    """groupBy(), of the value and the key of each item: all groups are made at once."""
    return _items(groups(pairs))


def aggregated(pairs: Iterable[tuple[Any, Any]], aggregate: _Function) -> Any:
    """The same with an aggregator, which is called while the groups are looked at."""
    return ((name, aggregate(found)) for name, found in groups(pairs))


def _items(items: Iterable[Any]) -> Any:
    yield from items


def groups(pairs: Iterable[tuple[Any, Any]]) -> Collection[tuple[Any, list[Any]]]:
    """The same for those who take all groups at once; nobody else has the lists."""
    made: dict[Any, list[Any]] = defaultdict(list)
    names: dict[Any, Any] = {}
    for value, name in pairs:
        if type(name) in SCALARS:
            made[name].append(value)
        else:
            mark = frozen(name)
            names.setdefault(mark, name)
            made[mark].append(value)
    if names:
        return [(names.get(mark, mark), found) for mark, found in made.items()]
    return made.items()


def merged(
    left: Any, right: Any, lists: _Function | None = None, others: _Function | None = None, levels: Any = 0
) -> dict[Any, Any]:
    """x.mergeWith(y)."""
    if type(levels) is not int:
        raise Deopt
    return _merged(_plain(left), _plain(right), lists or _united, others or _second, levels)


def merged_unclear(
    left: Any, right: Any, lists: _Function | None = None, others: _Function | None = None, levels: Any = 0
) -> dict[Any, Any]:
    """The same where a list may be one of yaql's own: such are not united."""
    return merged(left, right, lists or _not_united, others, levels)


def _not_united(left: Any, right: Any) -> Any:
    raise Deopt


def _united(left: Any, right: Any) -> Any:
    return list(sequences.distinct([*left, *right]))


def _second(_: Any, right: Any) -> Any:
    return right


def _merged(left: Any, right: Any, lists: _Function, others: _Function, levels: int) -> dict[Any, Any]:
    made: dict[Any, Any] = {}
    for name, value in left.items():
        made[name] = value
        if name in right:
            made[name] = _merged_value(value, right[name], lists, others, levels)
    for name, value in right.items():
        if name not in made:
            made[name] = value
    return made


def _merged_value(left: Any, right: Any, lists: _Function, others: _Function, levels: int) -> Any:
    if levels != 1 and type(right) is dict:
        return _merged(_plain(left), right, lists, others, levels - 1 if levels else 0)
    if levels != 1 and type(right) in SEQUENCES:
        if type(left) not in SEQUENCES:
            raise Deopt
        return lists(left, right)
    if levels != 1 and type(right) not in SCALARS:
        raise Deopt
    return others(left, right)
