"""What stands at a place of a document: the path to it, the word, and whether it is in an expression."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mistralc.source import Document, Path, Span
from mistralc.source.node import Node

_MARKS = (("<%", "%>", "yaql"), ("{{", "}}", "jinja"), ("{%", "%}", "jinja"))
_WORD = re.compile(r"[\w-]*")
_NAME = re.compile(r"\w*")


@dataclass(frozen=True)
class Cursor:
    """One place. `path` leads to the value (or, with `is_key`, ends with the key) that stands there."""

    document: Document
    index: int
    path: Path
    is_key: bool
    language: str | None
    """The language of the expression around the place, None outside of one."""

    @property
    def before(self) -> str:
        """The line up to the place."""
        start = self.document.text.rfind("\n", 0, self.index) + 1
        return self.document.text[start : self.index]

    @property
    def word(self) -> tuple[str, int, int]:
        """The name around the place and where it begins and ends. Outside of expressions `-` is part of a name."""
        text, pattern = self.document.text, _NAME if self.language else _WORD
        start = self.index
        while start and pattern.fullmatch(text[start - 1]):
            start -= 1
        found = pattern.match(text, start)
        end = found.end() if found else start
        return text[start:end], start, end

    def span(self, start: int, end: int) -> Span:
        """The place of characters of the text, on the line of the cursor."""
        line = self.document.text.count("\n", 0, self.index)
        begin = self.document.text.rfind("\n", 0, self.index) + 1
        return Span(self.document.name, line + 1, start - begin + 1, line + 1, end - begin + 1)


def cursor_at(document: Document, line: int, column: int) -> Cursor:
    """What stands at a line and column, both from 1. Needs a document that could be read."""
    index, _ = document.indices(Span(document.name, line, column, line, column))
    path, is_key = _path(document.root, index)
    return Cursor(document, index, path, is_key, language_at(document.text, index))


def language_at(text: str, index: int) -> str | None:
    """The language of the expression that is open at an index of a text. Expressions do not go over lines."""
    line = text[text.rfind("\n", 0, index) + 1 : index]
    for opening, closing, language in _MARKS:
        if line.rfind(opening) > line.rfind(closing):
            return language
    return None


def _path(root: Node | None, index: int) -> tuple[Path, bool]:
    path: Path = ()
    node = root
    while node:
        for key, place in node.keys.items():
            if place.start.index <= index <= place.end.index:
                return (*path, key), True
        parts: list[tuple[str | int, Node]] = [*node.kids.items(), *enumerate(node.items)]
        inner = next(((step, kid) for step, kid in parts if kid.start.index <= index <= kid.end.index), None)
        if inner is None:
            return path, False
        path, node = (*path, inner[0]), inner[1]
    return path, False
