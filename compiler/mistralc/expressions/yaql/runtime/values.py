"""Which Python values stand for which values of yaql.

yaql converts the context first: lists to tuples, dicts to frozen dicts. Compiled code leaves data as it is, so here a
list or a tuple is what yaql has as a tuple, a dict what it has as a frozen dict. Where yaql's own functions make real
lists and dicts, the compiler knows (`clean` is False) and avoids what would tell the two apart.

Types are compared exactly: a subclass may do anything, so it is left to the library. Sets and iterators in the data
are left to it, too; those made by compiled code are told by their types.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from operator import countOf
from os.path import dirname
from types import GeneratorType
from typing import Any

from mistralc.expressions.yaql.runtime.deopt import Deopt

FILE = "<yaql>"
"""The file name of compiled expressions, so that their generators are known."""
_FOLDER = dirname(__file__)

SCALARS = frozenset({str, int, float, bool, type(None)})
NUMBERS = frozenset({int, float})
SEQUENCES = frozenset({list, tuple})
_EMPTY: dict[Any, Any] = {}
KEYS, VALUES, ITEMS = type(_EMPTY.keys()), type(_EMPTY.values()), type(_EMPTY.items())


class FrozenSet(frozenset[Any]):
    """A set made by an expression, of scalars only."""

    __slots__ = ()


class CombinedSet(FrozenSet):
    """One made of other sets. It is a copy of what yaql has, so its items may come in another order: do not iterate."""

    __slots__ = ()


class Chained(itertools.chain):  # type: ignore[type-arg]
    """Iterables one after the other."""


class Sliced(itertools.islice):  # type: ignore[type-arg]
    """A part of an iterable."""


class Mapped(map):  # type: ignore[type-arg]
    """Something of each item."""


class Zipped(zip):  # type: ignore[type-arg]
    """Items side by side, as tuples."""


class Ordering:
    """What orderBy() gives: it can be iterated more than once, has no length and no index, and sorts when asked."""

    __slots__ = ("_fields", "_items", "_sort", "_sorted")

    def __init__(self, items: Iterable[Any], sort: Callable[[Iterable[Any], list[Any]], list[Any]]) -> None:
        self._items = items
        self._fields: list[tuple[Callable[[list[Any]], list[Any]], bool]] = []
        self._sort = sort
        self._sorted: list[Any] | None = None

    def by(self, keys: Callable[[list[Any]], list[Any]], descending: bool) -> Ordering:
        """The same object with one more key, given as the keys of a list of items: as yaql has it, not a new one."""
        self._fields.append((keys, descending))
        return self

    def __iter__(self) -> Iterator[Any]:
        # A generator, so that asking for the iterator does not sort yet.
        yield from self.sorted()

    def sorted(self) -> list[Any]:
        """The items in order, sorted when this is first asked for."""
        if self._sorted is None:
            self._sorted = self._sort(self._items, self._fields)
        return self._sorted


SETS = frozenset({FrozenSet, CombinedSet})
_ITERATORS = frozenset({Chained, Sliced, Mapped, Zipped})
_ITERABLES = SEQUENCES | _ITERATORS | {FrozenSet, Ordering, KEYS, VALUES, ITEMS}


def only(items: Collection[Any], kind: type) -> bool:
    """Whether all items are of exactly this type: a loop in C, which looks at the types only."""
    return countOf(map(type, items), kind) == len(items)


def is_iterator(value: Any) -> bool:
    """Whether this is an iterator of ours; one from the data must not be touched before the library sees it."""
    kind = type(value)
    if kind in _ITERATORS:
        return True
    if kind is not GeneratorType:
        return False
    file: str = value.gi_code.co_filename
    return file == FILE or file.startswith(_FOLDER)


def each(value: Any) -> Iterable[Any]:
    """The value, if it is what yaql calls iterable (no text, no dict)."""
    if type(value) is list or type(value) in _ITERABLES or is_iterator(value):
        return value  # type: ignore[no-any-return]
    raise Deopt


def is_iterable(value: Any) -> bool:
    """isIterable(), which knows every value."""
    if type(value) in SCALARS or type(value) is dict:
        return False
    each(value)
    return True


def mapping(value: Any) -> Mapping[Any, Any]:
    """The value, if it is a dict."""
    if type(value) is dict:
        return value
    if isinstance(value, Mapping) and not hasattr(type(value), "__missing__"):
        return value
    raise Deopt


def key(value: Any) -> Any:
    """The value as a key of a dict or an element of a set."""
    if type(value) in SCALARS:
        return value
    raise Deopt


def text(value: Any) -> str:
    """The value, if it is a text."""
    if type(value) is str:
        return value
    raise Deopt


def integer(value: Any) -> int:
    """The value, if it is an integer. (Many functions take a bool as well; that is left to the library.)"""
    if type(value) is int:
        return value
    raise Deopt


def frozen(value: Any) -> Any:
    """A hashable value that equals another's exactly when yaql holds the two values for equal."""
    kind = type(value)
    if kind in SCALARS:
        return value
    if kind in SEQUENCES:
        return tuple(map(frozen, value))
    if kind is dict:
        # No set in yaql's data can equal this: sets are never frozen here.
        return frozenset((name, frozen(item)) for name, item in value.items())
    raise Deopt
