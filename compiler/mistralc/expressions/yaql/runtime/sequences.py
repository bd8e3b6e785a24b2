"""Functions of lists and other iterables.

What is a generator function here is one in yaql: nothing happens before the first item is asked for.
StopIteration must never leave a function: inside of an iterator it would end the iteration silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import takewhile, zip_longest
from typing import Any

from mistralc.expressions.bounds.limits import is_worker
from mistralc.expressions.yaql.runtime import arithmetic, comparison
from mistralc.expressions.yaql.runtime.deopt import Deopt
from mistralc.expressions.yaql.runtime.values import (
    ITEMS,
    KEYS,
    NUMBERS,
    SCALARS,
    SEQUENCES,
    SETS,
    Chained,
    Sliced,
    Zipped,
    each,
    frozen,
    integer,
    is_iterator,
    mapping,
    only,
)

_Function = Callable[..., Any]
_FEW = 1000
_SIZED = SEQUENCES | SETS | {str, dict, KEYS, ITEMS}


def length(value: Any) -> int:
    if type(value) in _SIZED:
        return len(value)
    if is_iterator(value):
        return sum(1 for _ in value)
    return len(mapping(value))


def count(value: Any) -> int:
    return len(value) if type(value) in SEQUENCES else sum(1 for _ in each(value))


def first(items: Iterable[Any], *default: Any) -> Any:
    for item in each(items):
        return item
    return _default(default)


def last(items: Any, *default: Any) -> Any:
    if type(items) in SEQUENCES:
        return items[-1] if items else _default(default)
    found = default
    for item in each(items):
        found = (item,)
    return _default(found)


def single(items: Any) -> Any:
    iterator = iter(each(items))
    for item in iterator:
        for _ in iterator:
            raise Deopt
        return item
    raise Deopt


def _default(value: tuple[Any, ...]) -> Any:
    if value:
        return value[0]
    raise Deopt


def any_(items: Any) -> bool:
    for _ in each(items):
        return True
    return False


def all_(items: Any) -> bool:
    return all(each(items))


def total(items: Any, *initial: Any) -> Any:
    values = _all(items, initial)
    if values and only(values, int):
        return sum(values)
    _must_be_added_quickly(values)
    return reduce(arithmetic.add, values)


def _must_be_added_quickly(values: Sequence[Any]) -> None:
    """Each sum of texts, lists or dicts is a copy of those before it."""
    if len(values) > _FEW and not is_worker() and not NUMBERS.issuperset(map(type, values)):
        raise Deopt


def _all(items: Any, initial: tuple[Any, ...]) -> Sequence[Any]:
    return items if type(items) in SEQUENCES and not initial else [*initial, *each(items)]


def total_unclear(items: Any, *initial: Any) -> Any:
    values = [*initial, *each(items)]
    _must_be_added_quickly(values)
    return reduce(arithmetic.add_unclear, values)


def largest(items: Any, *initial: Any) -> Any:
    values = _all(items, initial)
    if _simple(values):
        return max(values)
    return reduce(comparison.maximum, values)


def smallest(items: Any, *initial: Any) -> Any:
    values = _all(items, initial)
    if _simple(values):
        return min(values)
    return reduce(comparison.minimum, values)


def _simple(values: Sequence[Any]) -> bool:
    """Whether the values are integers or texts, which Python compares as yaql does."""
    return bool(values) and type(values[0]) in (int, str) and only(values, type(values[0]))


def to_list(items: Any) -> Any:
    return items if type(items) in SEQUENCES else list(each(items))


def listed(*items: Any) -> list[Any]:
    """list(a, b, …): iterators among the values are spelled out."""

    def spelled(values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            if is_iterator(value):
                yield from spelled(value)
            elif type(value) in SCALARS or type(value) in _SIZED:
                yield value
            else:
                raise Deopt

    return list(spelled(items))


def flatten(items: Any) -> Iterator[Any]:
    return _flat(each(items))


def _flat(items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        if type(item) in SCALARS or type(item) is dict:
            yield item
        else:
            yield from _flat(each(item))


def many(items: Iterable[Any]) -> Iterator[Any]:
    """selectMany(): the items of items; what has none stands for itself."""
    for item in items:
        if type(item) in SCALARS or type(item) is dict:
            yield item
        else:
            yield from each(item)


def limit(items: Any, size: Any) -> Iterable[Any]:
    return Sliced(each(items), integer(size))


def skip(items: Any, size: Any) -> Iterable[Any]:
    return Sliced(each(items), integer(size), None)


def append(items: Any, *more: Any) -> Iterator[Any]:
    return _appended(each(items), more)


def _appended(items: Iterable[Any], more: tuple[Any, ...]) -> Iterator[Any]:
    yield from items
    yield from more


def chain(*parts: Any) -> Iterable[Any]:
    return Chained(*[each(part) for part in parts])


def concat(*parts: Any) -> Any:
    """concat(…) of texts or of lists."""
    if type(parts[0]) is str:
        # With anything but texts this raises.
        return "".join(parts)
    return chain(*parts)


def enumerated(items: Any, start: Any = 0) -> Iterator[Any]:
    return _enumerated(each(items), integer(start))


def _enumerated(items: Iterable[Any], start: int) -> Iterator[Any]:
    for index, item in enumerate(items, start):
        yield [index, item]


def reverse(items: Any) -> Iterator[Any]:
    return _items(reversed(to_list(items)))


def _items(items: Iterable[Any]) -> Iterator[Any]:
    yield from items


def numbers(*bounds: Any) -> Iterator[Any]:
    """range(stop), range(start, stop, step)."""
    return _items(range(*map(integer, bounds)))


def zipped(*parts: Any) -> Iterable[Any]:
    return Zipped(*[each(part) for part in parts])


def zipped_longest(*parts: Any) -> Iterator[Any]:
    return _items(zip_longest(*[each(part) for part in parts]))


def index_of(items: Any, value: Any) -> int:
    if type(items) is str:
        if type(value) is str:
            return items.find(value)
        raise Deopt
    if type(value) not in SCALARS:
        raise Deopt
    for index, item in enumerate(each(items)):
        if item == value:
            return index
    return -1


def last_index_of(items: Any, value: Any) -> int:
    if type(items) is str or type(value) not in SCALARS:
        raise Deopt
    found = -1
    for index, item in enumerate(each(items)):
        if item == value:
            found = index
    return found


def insert(items: Any, position: Any, value: Any) -> list[Any]:
    if type(items) not in SEQUENCES:
        raise Deopt
    copy = list(items)
    copy.insert(integer(position), value)
    return copy


def distinct_items(items: Any) -> list[Any]:
    """distinct() where all items are taken at once."""
    if type(items) is list and SCALARS.issuperset(map(type, items)):
        return list(dict.fromkeys(items))
    return list(distinct(items))


def distinct(items: Any, key: _Function | None = None) -> Iterator[Any]:
    return _distinct(each(items), key)


def _distinct(items: Iterable[Any], key: _Function | None) -> Iterator[Any]:
    seen: set[Any] = set()
    for item in items:
        mark = item if key is None else key(item)
        if type(mark) not in SCALARS:
            mark = frozen(mark)
        if mark not in seen:
            seen.add(mark)
            yield item


def distinct_unclear(items: Any, key: _Function | None = None) -> Iterator[Any]:
    return _distinct_unclear(each(items), key)


def _distinct_unclear(items: Iterable[Any], key: _Function | None) -> Iterator[Any]:
    """The same where a list may be one of yaql's own, which has no place in a set."""
    seen: set[Any] = set()
    for item in items:
        mark = item if key is None else key(item)
        if type(mark) not in SCALARS:
            raise Deopt
        if mark not in seen:
            seen.add(mark)
            yield item


def take_while(items: Any, keep: _Function) -> Iterator[Any]:
    return _items(takewhile(keep, each(items)))


def skip_while(items: Any, drop: _Function) -> Iterator[Any]:
    return _after(each(items), drop)


def _after(items: Iterable[Any], drop: _Function) -> Iterator[Any]:
    iterator = iter(items)
    for item in iterator:
        if not drop(item):
            yield item
            break
    yield from iterator


def index_where(items: Any, wanted: _Function) -> int:
    for index, item in enumerate(each(items)):
        if wanted(item):
            return index
    return -1


def last_index_where(items: Any, wanted: _Function) -> int:
    found = -1
    for index, item in enumerate(each(items)):
        if wanted(item):
            found = index
    return found


def aggregate(items: Any, step: _Function, *seed: Any) -> Any:
    return reduce(step, each(items), *seed)


def combined(left: Any, right: Any, wanted: _Function, made: _Function) -> Iterator[Any]:
    """join(): the pairs that a predicate wants."""
    if type(right) not in SEQUENCES:
        raise Deopt
    return _combined(each(left), right, wanted, made)


def _combined(left: Iterable[Any], right: Any, wanted: _Function, made: _Function) -> Iterator[Any]:
    for item in left:
        for other in right:
            if wanted(item, other):
                yield made(item, other)
