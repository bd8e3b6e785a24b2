"""Functions of texts. Names are those of Python's own methods where yaql's function is one of them."""

from __future__ import annotations

from typing import Any

from mistralc.expressions.yaql.runtime import regex
from mistralc.expressions.yaql.runtime.conversion import to_text
from mistralc.expressions.yaql.runtime.deopt import Deopt
from mistralc.expressions.yaql.runtime.values import each, integer, only, text


def _text_or_null(value: Any) -> str | None:
    return None if value is None else text(value)


def upper(value: Any) -> str:
    return text(value).upper()


def lower(value: Any) -> str:
    return text(value).lower()


def split(value: Any, separator: Any = None, limit: Any = ...) -> list[str]:
    """x.split(separator, maxSplits), or by a regular expression (either may be the receiver)."""
    if regex.is_regex(value) or regex.is_regex(separator):
        return regex.split(value, separator, 0 if limit is ... else limit)
    return text(value).split(_text_or_null(separator), -1 if limit is ... else integer(limit))


def right_split(value: Any, separator: Any = None, limit: Any = -1) -> list[str]:
    return text(value).rsplit(_text_or_null(separator), integer(limit))


def join(first: Any, second: Any) -> str:
    """x.join(separator), separator.join(x)."""
    separator, items = (first, second) if type(first) is str else (second, first)
    if not (type(items) is list and only(items, str)):
        items = [item if type(item) is str else to_text(item) for item in each(items)]
    return text(separator).join(items)


def strip(value: Any, characters: Any = None) -> str:
    return text(value).strip(_text_or_null(characters))


def strip_left(value: Any, characters: Any = None) -> str:
    return text(value).lstrip(_text_or_null(characters))


def strip_right(value: Any, characters: Any = None) -> str:
    return text(value).rstrip(_text_or_null(characters))


def normal(value: Any, characters: Any = None) -> str | None:
    """x.norm(): null for a blank text. All arguments are looked at, whatever the first of them says."""
    stripped = _text_or_null(characters)
    return None if value is None else text(value).strip(stripped) or None


def is_empty(value: Any, trim: Any = True, characters: Any = None) -> bool:
    stripped = _text_or_null(characters)
    if type(trim) is not bool:
        raise Deopt
    if value is None:
        return True
    return not (text(value).strip(stripped) if trim else text(value))


def replace(value: Any, old: Any, new: Any = ..., count: Any = ...) -> str:
    """x.replace(old, new, count), x.replace({old => new, …}, count), or by a regular expression."""
    if regex.is_regex(value) or regex.is_regex(old):
        return regex.replace(value, old, new, 0 if count is ... else count)
    count = -1 if count is ... else count
    if type(old) is dict:
        return _replace_all(value, old, count if new is ... else new)
    return text(value).replace(text(old), text(new), integer(count))


def _replace_all(value: Any, replacements: dict[Any, Any], count: Any) -> str:
    text(value), integer(count)
    for old, new in replacements.items():
        value = value.replace(to_text(old), to_text(new), count)
    return value  # type: ignore[no-any-return]


def substring(value: Any, start: Any, length: Any = -1) -> str:
    size = len(text(value))
    integer(start), integer(length)
    if length < 0:
        length = size
    if start < 0:
        start += size
    return value[start : start + length]  # type: ignore[no-any-return]


def starts_with(value: Any, *prefixes: Any) -> bool:
    return text(value).startswith(tuple(map(text, prefixes)))


def ends_with(value: Any, *suffixes: Any) -> bool:
    return text(value).endswith(tuple(map(text, suffixes)))


def characters(value: Any) -> list[str]:
    return list(text(value))
