"""Plain data as Python source that a person reads: short values on one line, long ones one entry a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WIDTH = 120
INDENT = "    "


def literal(value: Any, column: int = 0, indent: int = 0) -> str:
    """`value` (YAML data) as a Python expression that starts at `column`; further lines are indented by `indent`."""
    flat = _flat(value)
    if column + len(flat) <= WIDTH or not isinstance(value, Mapping | list | tuple) or not value:
        return flat
    inner = indent + len(INDENT)
    if isinstance(value, Mapping):
        rows = [_entry(key, item, inner) for key, item in value.items()]
        return "{\n" + "".join(f"{' ' * inner}{row},\n" for row in rows) + " " * indent + "}"
    rows = [literal(item, inner + 1, inner) for item in value]
    return "[\n" + "".join(f"{' ' * inner}{row},\n" for row in rows) + " " * indent + "]"


def _entry(key: Any, value: Any, indent: int) -> str:
    start = f"{_flat(key)}: "
    return start + literal(value, indent + len(start) + 1, indent)


def _flat(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flat(key)}: {_flat(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flat(item) for item in value) + "]"
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return f'float("{value}")'
    return repr(value)


def quoted(text: str) -> str:
    """A Python string literal in double quotes where that needs no more escapes than single quotes would."""
    written = repr(text)
    if written[0] == '"' or '"' in text:
        return written
    return '"' + written[1:-1].replace("\\'", "'") + '"'
