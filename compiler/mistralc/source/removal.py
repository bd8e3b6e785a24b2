"""Which characters to delete so that one entry of a file is gone and the rest stays as it is."""

from __future__ import annotations

import re

from mistralc.diagnostics.span import Span
from mistralc.source.document import Document, Path
from mistralc.source.node import Node

_BEFORE_ITEM = re.compile(r"[ ]*-[ ]+")
_NOTHING_MORE = re.compile(r"[ \t]*(?:#.*)?")


def removal(document: Document, path: Path) -> Span | None:
    """The stretch with a list item, or with a key and its value: its lines, or its part of a list in brackets.

    None where it cannot be told apart, or where nothing would be left beside it.
    """
    parent = document.node(path[:-1])
    entries = _entries(parent) if parent else {}
    if parent is None or path[-1] not in entries or len(entries) < 2:
        return None
    if document.text[parent.start.index] in "[{":
        return _of_brackets(document, list(entries), path[-1], entries)
    return whole_lines(document, *entries[path[-1]], is_item=bool(parent.items))


def _entries(parent: Node) -> dict[object, tuple[int, int]]:
    """Where each part of a collection begins and ends, in the order of the text."""
    if parent.items:
        return {number: (item.start.index, item.end.index) for number, item in enumerate(parent.items)}
    return {key: (node.start.index, parent.kids[key].end.index) for key, node in parent.keys.items()}


def _of_brackets(
    document: Document, order: list[object], which: object, entries: dict[object, tuple[int, int]]
) -> Span:
    at = order.index(which)
    start, end = entries[which]
    if at:
        return document.between(entries[order[at - 1]][1], end)
    return document.between(start, entries[order[at + 1]][0])


def whole_lines(document: Document, start: int, end: int, *, is_item: bool = False) -> Span | None:
    """The lines of a key and its value, or of a list item with its dash, where nothing else stands on them."""
    text = document.text
    end = start + len(text[start:end].rstrip())  # a block of text ends where the next line begins
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    before, after = text[first:start], text[end : last if last >= 0 else len(text)].rstrip("\r")
    alone = _BEFORE_ITEM.fullmatch(before) if is_item else not before.strip(" ")
    if not alone or not _NOTHING_MORE.fullmatch(after):
        return None
    return document.between(first, last + 1 if last >= 0 else len(text))
