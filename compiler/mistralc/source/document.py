"""A source file that was read: its data, and the place of every part of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mistralc.diagnostics.diagnostic import Diagnostic
from mistralc.diagnostics.span import Span
from mistralc.source.align import align
from mistralc.source.node import Node

Path = tuple[str | int, ...]
"""The way to a value: mapping keys and list positions from the top of the document."""

# What YAML 1.1 counts as the end of a line; str.splitlines knows more of them and would number lines differently.
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(eq=False)
class Document:
    """One YAML file. `data` is None and `diagnostics` has an error when it could not be read."""

    name: str
    text: str
    data: Any = None
    diagnostics: tuple[Diagnostic, ...] = ()
    root: Node | None = field(default=None, repr=False)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file, without their ends."""
        return _LINE_END.split(self.text)

    def span(self, path: Path) -> Span:
        """The place of the value at `path`; of its key where no value is written; else of the nearest parent."""
        node, depth = self._find(path)
        if node is None:
            return self.whole
        if node.start.index == node.end.index and depth:
            key = self._key(path[:depth])
            return self._span(key) if key else self._span(node)
        return self._span(node)

    def key_span(self, path: Path) -> Span:
        """The place of the mapping key that `path` ends with; of the value where that is no mapping key."""
        key = self._key(path)
        return self._span(key) if key else self.span(path)

    def value(self, path: Path) -> Any:
        """The plain data at `path`; None where there is nothing."""
        value = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def span_in(self, path: Path, start: int, end: int) -> Span:
        """The place of characters `start` to `end` (exclusive) of the string at `path`, exact for every YAML style.

        Where the text cannot be followed exactly, the place of the whole scalar.
        """
        node, depth = self._find(path)
        value = self.value(path)
        if node is None or depth != len(path) or not isinstance(value, str) or not 0 <= start <= end <= len(value):
            return self.span(path)
        offsets = align(self.text, node, value)
        if offsets is None or start == len(value):
            return self.span(path)
        first = offsets[start]
        return self._between(first, first + 1 if end <= start else offsets[end - 1] + 1, node)

    def written(self, path: Path) -> tuple[str, int] | None:
        """The source text of the value at `path` and the column it begins in, which it means the same with anywhere."""
        node, depth = self._find(path)
        if node is None or depth != len(path):
            return None
        return self.text[node.start.index : node.end.index], node.start.column

    def become(self, other: Document) -> None:
        """Take over everything of another document, for those that know this one."""
        vars(self).clear()
        vars(self).update(vars(other))

    def indices(self, span: Span) -> tuple[int, int]:
        """Where a place begins and ends in `text`; a place past an end of a line or of the text is moved to it."""
        return self._index(span.line, span.column), self._index(span.end_line, span.end_column)

    def between(self, start: int, end: int) -> Span:
        """The place of the characters of `text` from `start` to `end` (exclusive)."""
        return Span(self.name, *self._position(start), *self._position(end))

    def node(self, path: Path) -> Node | None:
        """The place of the value at `path` and of all its parts; None where there is nothing."""
        node, depth = self._find(path)
        return node if depth == len(path) else None

    def _position(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, index, hi=len(self._line_starts) - 1)
        return line, index - self._line_starts[line - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text)), len(self.text) + 1]

    def _index(self, line: int, column: int) -> int:
        starts = self._line_starts
        line = min(max(line, 1), len(starts) - 1)
        return min(starts[line - 1] + column - 1, starts[line] - 1 if line < len(starts) - 1 else len(self.text))

    @property
    def whole(self) -> Span:
        """The first line: where faults of the file itself are shown."""
        return Span(self.name, 1, 1, 1, len(self.lines[0]) + 1)

    def span_of(self, start: Any, end: Any) -> Span:
        """The place between two parser marks."""
        return Span(self.name, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _span(self, node: Node) -> Span:
        if node.style in ("|", ">"):
            start, end = node.start.index, node.end.index
            return self._between(start, start + len(self.text[start:end].rstrip()), node)
        return self.span_of(node.start, node.end)

    def _between(self, start: int, end: int, node: Node) -> Span:
        line, column = self._place(start, node)
        end_line, end_column = self._place(end, node)
        return Span(self.name, line, column, end_line, end_column)

    def _place(self, index: int, node: Node) -> tuple[int, int]:
        """Line and column of a character of the text that lies in `node`."""
        line, begin = node.start.line + 1, node.start.index - node.start.column
        for found in _LINE_END.finditer(self.text, node.start.index, index):
            line, begin = line + 1, found.end()
        return line, index - begin + 1

    def _key(self, path: Path) -> Node | None:
        """The node of the mapping key that `path` ends with."""
        parent, depth = self._find(path[:-1])
        return parent.keys.get(path[-1]) if path and parent and depth == len(path) - 1 else None

    def _find(self, path: Path) -> tuple[Node | None, int]:
        """The node furthest along `path`, and how far that is."""
        node = self.root
        for depth, step in enumerate(path):
            child = node.child(step) if node else None
            if child is None:
                return node, depth
            node = child
        return node, len(path)
