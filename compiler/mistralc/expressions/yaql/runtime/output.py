"""The result of an expression as plain data of the caller's own: yaql's conversion with Mistral's options."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from mistralc.expressions.yaql.runtime import access, sequences
from mistralc.expressions.yaql.runtime.deopt import Deopt
from mistralc.expressions.yaql.runtime.values import (
    KEYS,
    SCALARS,
    SEQUENCES,
    SETS,
    VALUES,
    Ordering,
    is_iterator,
    only,
)

# For so many items a loop takes no longer than setting up one in C.
_FEW = 8
_OPAQUE = frozenset({datetime.datetime, datetime.timedelta, datetime.date, re.Pattern})


def plain(value: Any) -> Any:
    """A copy of the value with lists for everything iterable."""
    kind = type(value)
    if kind is dict:
        return plain_dict(value)
    if kind is list or kind is tuple:
        if len(value) > _FEW and _scalars(value):
            return list(value)
    elif not (kind is VALUES or kind is Ordering or is_iterator(value)):
        return _plain_rest(value)
    # One by one: making an item plain may use up what the next is made of.
    return [item if type(item) in SCALARS else plain(item) for item in value]


def _scalars(items: Sequence[Any]) -> bool:
    if len(items) <= _FEW:
        for item in items:  # noqa: SIM110 - all() would need a generator, which costs more than the loop
            if type(item) not in SCALARS:
                return False
        return True
    first = type(items[0])
    return first in SCALARS and (only(items, first) or SCALARS.issuperset(map(type, items)))


def plain_items(items: list[Any]) -> list[Any]:
    """A list that nobody else has, with its items made plain."""
    if _scalars(items):
        return items
    return [
        item if (kind := type(item)) in SCALARS else plain_dict(item) if kind is dict else plain(item) for item in items
    ]


def plain_dict(value: dict[Any, Any]) -> dict[Any, Any]:
    copy = value.copy()
    for name in value:
        if type(name) is not str and type(name) not in SCALARS:
            # A list as a key: yaql raises.
            raise Deopt
        item = value[name]
        kind = type(item)
        # Most are texts and numbers, and those are told faster than other scalars.
        if kind is not str and kind is not int and kind not in SCALARS:
            copy[name] = item[:] if kind is list and len(item) <= _FEW and _scalars(item) else plain(item)
    return copy


def members(value: Any, name: str) -> Any:
    """`value.name` of anything but a dict; a list gives the entries of its items."""
    if type(value) not in SEQUENCES:
        return plain(access.member(value, name))
    if len(value) > _FEW and only(value, dict):
        return plain_items(list(map(itemgetter(name), value)))
    return plain_items([item[name] if type(item) is dict else access.member(item, name) for item in value])


def distinct(items: Any) -> list[Any]:
    """What distinct() gives; scalars are looked at once, for both."""
    if type(items) is list and SCALARS.issuperset(map(type, items)):
        return list(dict.fromkeys(items))
    return plain_items(list(sequences.distinct(items)))


def groups(pairs: Collection[tuple[Any, list[Any]]]) -> list[Any]:
    """What groupBy() gives, with lists that nobody else has."""
    if SCALARS.issuperset(map(type, chain.from_iterable([found for _, found in pairs]))):
        return [[name if type(name) in SCALARS else plain(name), found] for name, found in pairs]
    return [[name if type(name) in SCALARS else plain(name), plain_items(found)] for name, found in pairs]


def fresh_dicts(items: list[dict[Any, Any]], *names: Any) -> list[dict[Any, Any]]:
    """A list of dicts that nobody else has, whose values under these names may not be plain."""
    for item in items:
        for name in names:
            if type(item[name]) not in SCALARS:
                item[name] = plain(item[name])
    return items


def fresh_dict(value: dict[Any, Any]) -> dict[Any, Any]:
    """A dict that nobody else has, with scalars for keys."""
    if SCALARS.issuperset(map(type, value.values())):
        return value
    for name, item in value.items():
        if type(item) not in SCALARS:
            value[name] = plain(item)
    return value


def _plain_rest(value: Any) -> Any:
    if type(value) in SCALARS:
        return value
    if type(value) in SETS:
        return set(value)
    if type(value) is KEYS:
        if SCALARS.issuperset(map(type, value)):
            return set(value)
        raise Deopt
    if type(value) in _OPAQUE:
        return value
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    raise Deopt


def _plain_mapping(value: Mapping[Any, Any]) -> dict[Any, Any]:
    if not SCALARS.issuperset(map(type, value)):
        # A list as a key: yaql raises.
        raise Deopt
    return {name: plain(item) for name, item in value.items()}
