"""Diagnostics as text for a terminal: the line at fault, a caret under it, what to change. Twelve lines at most."""

from __future__ import annotations

from collections.abc import Sequence

from mistralc.diagnostics.diagnostic import Diagnostic, Severity
from mistralc.diagnostics.span import Span

MAX_LINES = 12
MAX_WIDTH = 160

_COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;36m"}
_BOLD, _BLUE, _RESET = "\x1b[1m", "\x1b[1;34m", "\x1b[0m"


def render(diagnostic: Diagnostic, lines: Sequence[str], *, colour: bool = False) -> str:
    """The text of one diagnostic.

    `lines` are the lines of the file without their ends (`Document.lines`); a place outside them is named, not shown.
    Notes that would not fit are left out, the help never is.
    """
    tone = _COLOURS[diagnostic.severity]
    head = f"{diagnostic.severity.value}[{diagnostic.code}]"
    paint = _painter(colour)
    gutter = len(str(max([diagnostic.span.line, *(label.span.line for label in diagnostic.related)])))
    pad = " " * gutter
    rows = [
        f"{paint(tone, head)}{paint(_BOLD, ': ' + _shorten(diagnostic.message, 400))}",
        f"{pad}{paint(_BLUE, '-->')} {diagnostic.span}",
    ]
    rows += _excerpt(diagnostic.span, "", lines, gutter, "^", (paint, tone))
    tail = [f"{pad} {paint(_BLUE, '=')} help: {_shorten(diagnostic.help, 400)}"] if diagnostic.help else []
    for label in diagnostic.related:
        block = _excerpt(label.span, label.text, lines, gutter, "-", (paint, _BLUE))
        if len(rows) + len(block) + len(tail) <= MAX_LINES:
            rows += block
    for note in diagnostic.notes:
        if len(rows) + len(tail) < MAX_LINES:
            rows.append(f"{pad} {paint(_BLUE, '=')} note: {_shorten(note, 400)}")
    return "\n".join(row.rstrip() for row in rows + tail)


class _painter:
    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, tone: str, text: str) -> str:
        return f"{tone}{text}{_RESET}" if self._colour else text


def _excerpt(
    span: Span, text: str, lines: Sequence[str], gutter: int, mark: str, style: tuple[_painter, str]
) -> list[str]:
    """A source line with its marker; a place over several lines shows where it begins."""
    if not 1 <= span.line <= len(lines):
        return []
    paint, tone = style
    line = lines[span.line - 1]
    start = min(span.column - 1, len(line))
    stop = span.end_column - 1 if span.end_line == span.line else len(line)
    shown, start, stop = _window(line, start, max(start + 1, stop))
    under = "".join("\t" if char == "\t" else " " for char in shown[:start]) + mark * (stop - start)
    marker = f"{under} {text}" if text else under
    bar = paint(_BLUE, "|")
    return [
        f"{' ' * gutter} {bar}",
        f"{span.line:>{gutter}} {bar} {shown}",
        f"{' ' * gutter} {bar} {paint(tone, marker)}",
    ]


def _window(line: str, start: int, stop: int) -> tuple[str, int, int]:
    """The part of a very long line around the marked characters, and where the mark is in it."""
    shown = "".join(char if char.isprintable() or char == "\t" else "·" for char in line.replace("\u00a0", "·"))
    stop = min(stop, len(shown)) if stop <= len(shown) else start + 1
    if len(shown) <= MAX_WIDTH:
        return shown, start, stop
    left = max(0, min(start - 40, len(shown) - MAX_WIDTH))
    cut = shown[left : left + MAX_WIDTH]
    head, tail = ("…" if left else ""), ("…" if left + MAX_WIDTH < len(shown) else "")
    shift = left - len(head)
    return f"{head}{cut}{tail}", start - shift, min(stop - shift, len(head) + len(cut))


def _shorten(text: str, limit: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
