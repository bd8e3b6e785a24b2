"""A source file to seed faults in, and what comes of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from mistralc.analysis.texts import Text, texts
from mistralc.diagnostics import Span
from mistralc.model import Definitions, Document, Task, Workflow
from mistralc.source import Path


@dataclass(frozen=True)
class Mutant:
    """A file with one fault. A message about it points at one of `lines`."""

    text: str
    lines: frozenset[int]


class Source:
    """A file without errors, block style, and edits of it by place."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.document: Document = definitions.document

    @property
    def text(self) -> str:
        return self.document.text

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file with their ends."""
        return self.text.splitlines(keepends=True)

    @cached_property
    def texts(self) -> list[Text]:
        """The texts that are evaluated and stand in one line."""
        return [t for t in texts(self.definitions) if t.span().line == t.span().end_line and "\\" not in t.text]

    def tasks(self, kind: str | None = None) -> Iterator[tuple[Workflow, Task]]:
        """Every task in block style, of workflows of one type."""
        for workflow in self.definitions.workflows:
            if kind in (None, workflow.type):
                for task in workflow.tasks.values():
                    if self.is_block(task.at):
                        yield workflow, task

    def value(self, at: Path) -> Any:
        return self.document.value(at)

    def key(self, at: Path) -> Span:
        return self.document.key_span(at)

    def span(self, at: Path) -> Span:
        return self.document.span(at)

    def is_block(self, at: Path) -> bool:
        """Whether a mapping is written with each key on a line of its own."""
        value = self.value(at)
        return isinstance(value, dict) and bool(value) and self.key((*at, next(iter(value)))).line > self.key(at).line

    def line(self, number: int) -> str:
        return self.lines[number - 1].rstrip("\r\n")

    def replaced(self, span: Span, text: str, *also: int) -> Mutant:
        """Another text in the place of one."""
        start, end = self._offset(span.line, span.column), self._offset(span.end_line, span.end_column)
        return Mutant(self.text[:start] + text + self.text[end:], frozenset({span.line, *also}))

    def relined(self, number: int, text: str, *also: int) -> Mutant:
        """Another line in the place of one."""
        lines = [*self.lines]
        lines[number - 1] = text + "\n"
        return Mutant("".join(lines), frozenset({number, *also}))

    def without(self, first: int, last: int, *expected: int) -> Mutant:
        """The file without some lines; `expected` are lines of the file as it was."""
        gone = last - first + 1
        moved = (line if line < first else line - gone for line in expected if not first <= line <= last)
        return Mutant("".join(self.lines[: first - 1] + self.lines[last:]), frozenset(moved))

    def inserted(self, before: int, new: list[str], *expected: int) -> Mutant:
        """New lines before one; `expected` count from 0 among the new ones."""
        lines = self.lines[: before - 1] + [line + "\n" for line in new] + self.lines[before - 1 :]
        return Mutant("".join(lines), frozenset(before + place for place in expected or (0,)))

    def added(self, at: Path, *new: str) -> Mutant:
        """New keys at the beginning of a mapping in block style; the message is expected at the first or the last."""
        first = self.key((*at, next(iter(self.value(at)))))
        pad = " " * (first.column - 1)
        return self.inserted(first.line, [pad + line for line in new], 0, len(new) - 1)

    def block_of(self, at: Path) -> tuple[int, int]:
        """First and last line of a key with all below it."""
        return self.key(at).line, self.span(at).end_line

    def _offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column - 1

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(map(len, self.lines))]


def misspelt(name: str, dice: random.Random) -> str:
    """One slip of the fingers: a letter left out, doubled, replaced or swapped with its neighbour."""
    while True:
        place = dice.randrange(1, len(name)) if len(name) > 1 else 0
        left, right = name[:place], name[place:]
        slip = dice.choice(
            [
                left + right[1:],
                left + right[:1] + right,
                left + dice.choice("aeiknorst") + right[1:],
                left[:-1] + right[:1] + left[-1:] + right[1:],
            ]
        )
        if slip != name and slip:
            return slip
