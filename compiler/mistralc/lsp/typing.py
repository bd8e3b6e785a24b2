"""Where a person is typing, told from the indentation alone: half a line is seldom YAML that can be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mistralc.source import Path

_KEY = re.compile(r"""^(?P<dashes>(?:-\s+)*)(?P<key>"[^"]*"|'[^']*'|[^\s#'"\[{][^#]*?)\s*:(?:\s|$)""")


@dataclass(frozen=True)
class Typing:
    """The keys that lead to a line (lists left out), whether it is an item of a list, what is typed of it so far."""

    path: Path
    is_item: bool
    key: str | None
    """The key on the line itself; None while it is being typed."""
    text: str
    """What stands before the cursor: the beginning of the key, of the value, or of the item."""
    siblings: frozenset[str]
    """The other keys beside the one that is typed."""


def typing_at(lines: Sequence[str], number: int, column: int) -> Typing:
    """What is typed in line `number` (from 1) before `column` (from 1)."""
    before = lines[number - 1][: column - 1] if number <= len(lines) else ""
    stripped = before.lstrip()
    indent = len(before) - len(stripped)
    found = _KEY.match(stripped)
    item = stripped.startswith("-")
    inner = indent + (len(found["dashes"]) if found else len(stripped) - len(stripped.lstrip("- ")))
    path = _parents(lines, number, indent if item else inner)
    if found:
        value = stripped[found.end() :].lstrip()
        return Typing(path, item, found["key"].strip("'\""), value, frozenset())
    return Typing(path, item, None, stripped.lstrip("- "), _siblings(lines, number, inner))


def _parents(lines: Sequence[str], number: int, indent: int) -> Path:
    """The keys of the lines above that this line is below."""
    path: list[str | int] = []
    is_item = number <= len(lines) and lines[number - 1].lstrip().startswith("-")
    for line in reversed(lines[: number - 1]):
        stripped = line.lstrip()
        if not stripped or stripped.startswith("#"):
            continue
        found = _KEY.match(stripped)
        at = len(line) - len(stripped)
        inner = at + (len(found["dashes"]) if found else 0)
        # The items of a list may stand at the indentation of its key.
        if found and (inner < indent or (inner == indent and is_item and not found["dashes"])):
            path.insert(0, found["key"].strip("'\""))
            indent, is_item = at if found["dashes"] else inner, bool(found["dashes"])
        elif at < indent and stripped.startswith("-"):
            indent, is_item = at, True
    return tuple(path)


def _siblings(lines: Sequence[str], number: int, indent: int) -> frozenset[str]:
    keys: set[str] = set()
    for part in (reversed(lines[: number - 1]), lines[number:]):
        for line in part:
            stripped = line.lstrip()
            found = _KEY.match(stripped)
            at = len(line) - len(stripped) + (len(found["dashes"]) if found else 0)
            if stripped and at < indent:
                break
            if found and at == indent:
                keys.add(found["key"].strip("'\""))
    return frozenset(keys)
