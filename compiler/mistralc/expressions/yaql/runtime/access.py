"""`x.name` and `x[key]`."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from mistralc.expressions.yaql.runtime import times
from mistralc.expressions.yaql.runtime.deopt import Deopt
from mistralc.expressions.yaql.runtime.values import SCALARS, SEQUENCES, Mapped, each, mapping, only


def member(value: Any, name: str) -> Any:
    """`value.name`: an entry of a dict, the entries of a list of dicts, a property of a time."""
    if type(value) is dict:
        return value[name]
    if isinstance(value, Mapping):
        return mapping(value)[name]
    if type(value) in times.TYPES:
        return times.property_of(value, name)

    if type(value) in SEQUENCES and only(value, dict):
        return Mapped(itemgetter(name), value)

    def of_item(item: Any) -> Any:
        return item[name] if type(item) is dict else member(item, name)

    return Mapped(of_item, each(value))


def item(value: Any, index: Any) -> Any:
    """`value[index]`: an entry of a dict or of a list."""
    if type(value) in SEQUENCES and type(index) is int:
        return value[index]
    if type(index) in SCALARS:
        return mapping(value)[index]
    raise Deopt


def item_or(value: Any, index: Any, default: Any) -> Any:
    """`value[index, default]` and `value.get(index, default)`, which only dicts have."""
    if type(index) in SCALARS:
        return mapping(value).get(index, default)
    raise Deopt


def item_or_null(value: Any, index: Any) -> Any:
    """`value.get(index)`."""
    return item_or(value, index, None)


def reserved(context: Any, name: str) -> Any:
    """One of Mistral's own variables."""
    return context.get(name) if isinstance(context, Mapping) else None
