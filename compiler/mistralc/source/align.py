"""Which source character each character of a scalar's value came from, for every YAML scalar style."""

from __future__ import annotations

from mistralc.source.node import Node

_BREAKS = "\r\n\x85\u2028\u2029"
_BLANK = " \t" + _BREAKS
_ESCAPE_LENGTHS = {"x": 4, "u": 6, "U": 10}


def align(text: str, node: Node, value: str) -> list[int] | None:
    """The offset in `text` of each character of `value`, or None when they cannot be followed.

    The value was read from the scalar at `node`. A blank that stands for a folded line end has the place of that end.
    """
    start, end = node.start.index, node.end.index
    if node.style in ("|", ">"):
        start = text.find("\n", start, end) + 1
        if not start:
            return None
    elif node.style in ("'", '"'):
        start, end = start + 1, end - 1
    if text[start:end] == value:
        return list(range(start, end))
    return _follow(text, start, end, node.style or "", value)


def _follow(text: str, at: int, end: int, style: str, value: str) -> list[int] | None:
    offsets: list[int] = []
    if style in ("|", ">"):
        at = _skip_blank(text, at, end) - _leading_blanks(value)
    folded = False
    for char in value:
        if folded and char not in _BLANK:
            at = _skip_blank(text, at, end)
            folded = False
        while style == '"' and text[at] == "\\" and text[at + 1] in _BREAKS:
            # A backslash at the end of a line joins it to the next one without a blank.
            at = _skip_blank(text, at + 1, end)
        if at < end and style == '"' and text[at] == "\\":
            offsets.append(at)
            at += _escape_length(text, at)
        elif at < end and text[at] == char and char not in _BREAKS and not _folds(text, at, end, style):
            offsets.append(at)
            at += 2 if style == "'" and char == "'" else 1
        elif char in _BLANK:
            offsets.append(min(at, end - 1))
            folded = True
        else:
            return None
    return offsets


def _leading_blanks(value: str) -> int:
    """How many blanks of the first line belong to the value rather than to the indentation."""
    first = value.lstrip(_BREAKS)
    return len(first) - len(first.lstrip(" \t"))


def _folds(text: str, at: int, end: int, style: str) -> bool:
    """Whether the blanks at `at` run into a line end, and so are dropped together with it."""
    if text[at] not in " \t" or style in ("|", ">"):
        return False
    while at < end and text[at] in " \t":
        at += 1
    return at < end and text[at] in _BREAKS


def _skip_blank(text: str, at: int, end: int) -> int:
    while at < end and text[at] in _BLANK:
        at += 1
    return at


def _escape_length(text: str, at: int) -> int:
    return _ESCAPE_LENGTHS.get(text[at + 1 : at + 2], 2)
