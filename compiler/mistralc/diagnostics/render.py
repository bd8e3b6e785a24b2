"""Diagnostics as text for a terminal: the line at fault, a caret under it, what to change. Twelve lines at most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from mistralc.diagnostics.diagnostic import Diagnostic, Label, Severity
from mistralc.diagnostics.span import Span

MAX_LINES = 12
MAX_WIDTH = 160
MAX_TEXT = 400

_COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;36m"}
_BOLD, _BLUE, _RESET = "\x1b[1m", "\x1b[1;34m", "\x1b[0m"


class Source(Protocol):
    """What a diagnostic is shown on: the lines of a file, without their ends (`mistralc.source.Document`)."""

    @property
    def lines(self) -> Sequence[str]: ...


def render(diagnostic: Diagnostic, sources: Mapping[str, Source], *, colour: bool = False) -> str:
    """The text of one diagnostic.

    `sources` are the files by name; a place outside them is named, not shown. Labels and notes that would not fit are
    left out, the help never is.
    """
    return "\n".join(row.rstrip() for row in _Page(diagnostic, sources, colour).rows())


class _Page:
    """One diagnostic while it is laid out."""

    def __init__(self, diagnostic: Diagnostic, sources: Mapping[str, Source], colour: bool) -> None:
        self.diagnostic = diagnostic
        self.sources = sources
        self.colour = colour
        self.tone = _COLOURS[diagnostic.severity]
        spans = (diagnostic.span, *(label.span for label in diagnostic.related))
        self.gutter = len(str(max(span.line for span in spans)))
        self.pad = " " * self.gutter

    def rows(self) -> list[str]:
        found = self.diagnostic
        head = self._paint(self.tone, f"{found.severity.value}[{found.code}]")
        rows = [
            f"{head}{self._paint(_BOLD, ': ' + _shorten(found.message))}",
            f"{self.pad}{self._paint(_BLUE, '-->')} {found.span}",
        ]
        tail = [self._remark("help", found.help)] if found.help else []
        rows += self._excerpts(MAX_LINES - len(rows) - len(tail))
        room = max(0, MAX_LINES - len(rows) - len(tail))
        return [*rows, *(self._remark("note", note) for note in found.notes[:room]), *tail]

    def _excerpts(self, room: int) -> list[str]:
        """The source lines with their marks: as many of the labels as there is room for, in the order of the source."""
        labels = [label for label in self.diagnostic.related if self._line(label.span) is not None]
        while len(rows := list(self._draw(labels))) > room and labels:
            labels.pop()
        return rows

    def _draw(self, labels: Sequence[Label]) -> Iterator[str]:
        here = self.diagnostic.span
        near = [label for label in labels if label.span.file == here.file]
        yield from self._frame([(here, "", "^", self.tone), *((label.span, label.text, "-", _BLUE) for label in near)])
        for label in labels:
            if label.span.file != here.file:
                yield f"{self.pad}{self._paint(_BLUE, ':::')} {label.span}"
                yield from self._frame([(label.span, label.text, "-", _BLUE)])

    def _frame(self, marks: Sequence[tuple[Span, str, str, str]]) -> Iterator[str]:
        """Lines of one file, each once, with all the marks on it under it."""
        marks = sorted((mark for mark in marks if self._line(mark[0]) is not None), key=lambda mark: mark[0].line)
        bar = self._paint(_BLUE, "|")
        before: tuple[int, str] = (0, "")
        for span, text, mark, tone in marks:
            line = self._line(span) or ""
            shown, start, stop = _window(line, *_stretch(span, line))
            if not before[0]:
                yield f"{self.pad} {bar}"
            elif span.line > before[0] + 1:
                yield self._paint(_BLUE, "...")
            if (span.line, shown) != before:
                yield f"{span.line:>{self.gutter}} {bar} {shown}"
            before = span.line, shown
            under = "".join("\t" if char == "\t" else " " for char in shown[:start]) + mark * (stop - start)
            yield f"{self.pad} {bar} {self._paint(tone, f'{under} {_shorten(text)}'.rstrip())}"

    def _line(self, span: Span) -> str | None:
        source = self.sources.get(span.file)
        return source.lines[span.line - 1] if source and 1 <= span.line <= len(source.lines) else None

    def _remark(self, kind: str, text: str) -> str:
        return f"{self.pad} {self._paint(_BLUE, '=')} {kind}: {_shorten(text)}"

    def _paint(self, tone: str, text: str) -> str:
        return f"{tone}{text}{_RESET}" if self.colour else text


def _stretch(span: Span, line: str) -> tuple[int, int]:
    """The marked part of a line; a place over several lines is marked where it begins."""
    start = min(span.column - 1, len(line))
    stop = span.end_column - 1 if span.end_line == span.line else len(line)
    return start, max(start + 1, stop)


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


def _shorten(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MAX_TEXT else flat[: MAX_TEXT - 1] + "…"
