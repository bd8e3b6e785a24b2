"""The result of an expression as plain data of the caller's own: yaql's conversion with Mistral's options."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from mistralc.expressions.yaql.runtime.deopt import Deopt
from mistralc.expressions.yaql.runtime.values import (
    KEYS,
    SCALARS,
    SEQUENCES,
    SETS,
    VALUES,
    Ordering,
    is_iterator,
)

_TEXT = frozenset({str})
_OPAQUE = frozenset({datetime.datetime, datetime.timedelta, datetime.date, re.Pattern})


def plain(value: Any) -> Any:
    """A copy of the value with lists for everything iterable."""
    kind = type(value)
    if kind in SCALARS:
        return value
    if kind is dict:
        return plain_dict(value)
    if kind in SEQUENCES:
        return plain_items(list(value))
    if kind is VALUES or kind is Ordering or is_iterator(value):
        # One by one: making an item plain may use up what the next is made of.
        return [item if type(item) in SCALARS else plain(item) for item in value]
    return _plain_rest(value)


def plain_items(items: list[Any]) -> list[Any]:
    """A list that nobody else has, with its items made plain."""
    if SCALARS.issuperset(map(type, items)):
        return items
    return [
        item if (kind := type(item)) in SCALARS else plain_dict(item) if kind is dict else plain(item) for item in items
    ]


def plain_dict(value: dict[Any, Any]) -> dict[Any, Any]:
    if not _TEXT.issuperset(map(type, value)):
        return _plain_mapping(value)
    if SCALARS.issuperset(map(type, value.values())):
        return value.copy()
    return {name: item if type(item) in SCALARS else plain(item) for name, item in value.items()}


def fresh_dicts(items: list[dict[Any, Any]]) -> list[dict[Any, Any]]:
    """A list of dicts that nobody else has, with scalars for keys."""
    for item in items:
        if not SCALARS.issuperset(map(type, item.values())):
            fresh_dict(item)
    return items


def fresh_dict(value: dict[Any, Any]) -> dict[Any, Any]:
    """A dict that nobody else has, with scalars for keys."""
    for name, item in value.items():
        if type(item) not in SCALARS:
            value[name] = plain(item)
    return value


def _plain_rest(value: Any) -> Any:
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
