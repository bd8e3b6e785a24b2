"""Regular expressions."""

from __future__ import annotations

import re
from typing import Any

from mistralc.expressions.bounds.patterns import longest
from mistralc.expressions.yaql.runtime.deopt import Deopt
from mistralc.expressions.yaql.runtime.values import integer, text

PATTERN = re.Pattern


def is_regex(value: Any) -> bool:
    return isinstance(value, PATTERN)


def compiled(pattern: Any, ignore_case: Any = False, multi_line: Any = False, dot_all: Any = False) -> Any:
    """regex(pattern, ignoreCase, multiLine, dotAll)."""
    flags = re.UNICODE
    for given, flag in ((ignore_case, re.IGNORECASE), (multi_line, re.MULTILINE), (dot_all, re.DOTALL)):
        if type(given) is not bool:
            raise Deopt
        if given:
            flags |= flag
    return re.compile(text(pattern), flags)


def _searched(pattern: Any, value: Any) -> Any:
    """The compiled pattern, if searching the text for it surely ends soon."""
    made = pattern if type(pattern) is PATTERN else re.compile(text(pattern))
    if len(text(value)) > longest(made.pattern, made.flags):
        raise Deopt
    return made


def found(value: Any, pattern: Any) -> bool:
    """`value =~ pattern`."""
    return _searched(pattern, value).search(value) is not None


def not_found(value: Any, pattern: Any) -> bool:
    return not found(value, pattern)


def matches(receiver: Any, other: Any) -> bool:
    """regex(…).matches(text) and text.matches(pattern), the pattern being a text."""
    if type(receiver) is PATTERN:
        return found(other, receiver)
    return found(receiver, text(other))


def search(pattern: Any, value: Any) -> str | None:
    if type(pattern) is not PATTERN:
        raise Deopt
    match = _searched(pattern, value).search(value)
    return None if match is None else match.group()


def split(receiver: Any, other: Any, limit: Any) -> list[Any]:
    pattern, value = (receiver, other) if type(receiver) is PATTERN else (other, receiver)
    return _searched(pattern, value).split(value, integer(limit))  # type: ignore[no-any-return]


def replace(receiver: Any, other: Any, replacement: Any, count: Any = 0) -> str:
    pattern, value = (receiver, other) if type(receiver) is PATTERN else (other, receiver)
    if type(pattern) is not PATTERN:
        raise Deopt
    return _searched(pattern, value).sub(text(replacement), value, integer(count))  # type: ignore[no-any-return]


def escaped(value: Any) -> str:
    return re.escape(text(value))
