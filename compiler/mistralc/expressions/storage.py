"""Results as they are kept: Mistral stores every published value as JSON and reads it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_ATOMS = (str, int, float, bool, type(None))


class UnstorableError(ValueError):
    """A result that JSON has no form for, or an undefined value of Jinja inside a result."""


def stored(value: Any) -> Any:
    """The value as plain JSON data: tuples, sets and iterators are lists, keys text, times ISO text without a zone.

    A generator (``{{ _.l|map(…) }}``) becomes a list, where Mistral stores the words "<generator object …>".
    Raises UnstorableError where Mistral's database raises.
    """
    try:
        return _stored(value)
    except UnstorableError:
        raise
    except Exception as error:  # iterators and foreign objects are run here and may raise anything
        raise UnstorableError(str(error)) from error


def _stored(value: Any) -> Any:
    if type(value) in _ATOMS:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list | tuple | Iterator):
        return [_stored(item) for item in value]
    if isinstance(value, Mapping):
        return {_key(key): _stored(item) for key, item in value.items()}
    # Rare, and the json package is not worth loading for the rest.
    from mistralc.expressions.json_data import to_primitive

    return _stored(to_primitive(value))


def _key(key: Any) -> str:
    """A key as the json module writes it."""
    if isinstance(key, bool):
        return "true" if key else "false"
    if key is None:
        return "null"
    if isinstance(key, str | int | float):
        return str(key)
    raise UnstorableError(f"keys must be str, int, float, bool or None, not {type(key).__name__}")
