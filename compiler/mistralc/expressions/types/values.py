"""The types of given values, and whether a value is of a type."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import Any

from mistralc.expressions.types.lattice import (
    ANY,
    BOOL,
    DATETIME,
    FLOAT,
    INT,
    NEVER,
    NULL,
    REGEX,
    STR,
    TIMESPAN,
    Atom,
    Collection,
    Record,
    Type,
    join,
    members,
)

_MAX_DEPTH = 6
_MAX_ITEMS = 64
_OPAQUE = frozenset({"context", "pair", "object"})
"""Types whose values only yaql can tell."""
_ATOMS: tuple[tuple[type, Atom], ...] = (
    (type(None), NULL),
    (bool, BOOL),
    (int, INT),
    (float, FLOAT),
    (str, STR),
    (datetime.datetime, DATETIME),
    (datetime.timedelta, TIMESPAN),
    (re.Pattern, REGEX),
)


def type_of(value: Any, depth: int = 0) -> Type:
    """The type of a value; parts that are too deep or in too long a list to look at are `any`."""
    for python, atom in _ATOMS:
        if isinstance(value, python):
            return atom
    if isinstance(value, Mapping):
        return _record(value, depth)
    kind = _kind(value)
    if kind is None:
        return ANY
    if kind == "iterator" or depth > _MAX_DEPTH or len(value) > _MAX_ITEMS:
        return Collection(kind, ANY)
    return Collection(kind, join(type_of(item, depth + 1) for item in value) if value else NEVER)


def _record(value: Mapping[Any, Any], depth: int) -> Record:
    if depth > _MAX_DEPTH:
        return Record()
    shown = islice(value.items(), _MAX_ITEMS)
    fields = tuple((name, type_of(item, depth + 1)) for name, item in shown if isinstance(name, str))
    return Record(fields, open=len(fields) != len(value))


def _kind(value: Any) -> str | None:
    if isinstance(value, Iterator):
        return "iterator"
    if isinstance(value, Set):
        return "set"
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return "list"
    return None


def is_of(value: Any, type_: Type) -> bool:
    """Whether the type allows the value. An evaluated iterator is a list, and so is one of `iterable`."""
    return any(_is_of(value, member) for member in members(type_))


def _is_of(value: Any, type_: Type) -> bool:
    if type_ == ANY or str(type_) in _OPAQUE:
        return True
    if isinstance(type_, Record):
        if not isinstance(value, Mapping):
            return False
        known = dict(type_.fields)
        return (type_.open or not set(value) - set(known)) and all(
            name in value and is_of(value[name], known[name]) for name in known
        )
    if isinstance(type_, Collection):
        wanted = Set if type_.kind == "set" else Sequence
        return isinstance(value, wanted) and not isinstance(value, str) and all(is_of(v, type_.item) for v in value)
    return type_of(value) == type_
