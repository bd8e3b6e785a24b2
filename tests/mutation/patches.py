"""Faults written by hand into public workflows: `in_corpus.txt`.

A section below `=== what is wrong` is a change of one file of the corpus in the manner of a unified diff: after
`@ file:line` come lines that begin with a blank (as it is), `-` (taken out), `+` (put in), `!` (put in, and a message
is expected there), `?` (as it is, and a message is expected there). Without `!` and `?` a message is expected at any
line with `+`. `@ :line` goes on in the same file. The line numbers say where to look first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.mutation.source import Mutant

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
FILE = Path(__file__).with_name("in_corpus.txt")

_HUNK = re.compile(r"^@ (?P<file>[^:\n]*)(?::(?P<line>\d+))?\n(?P<lines>(?:[^@].*\n?|\n)*)", re.M)


def sections(text: str) -> list[tuple[str, str]]:
    """The name and the body of each section."""
    return [(name, body) for part in text.split("=== ")[1:] for name, _, body in (part.partition("\n"),)]


def patched(body: str) -> tuple[Path, Mutant]:
    """The file a section is about and what it makes of it. Raises ValueError where lines are not found."""
    path: Path | None = None
    lines: list[tuple[str, str]] = []
    for hunk in _HUNK.finditer(body):
        if hunk["file"]:
            path = CORPUS / hunk["file"]
            lines = [(" ", line) for line in path.read_text(encoding="utf-8").split("\n")]
        lines = _applied(lines, list(_changes(hunk["lines"])), int(hunk["line"] or 1))
    if path is None:
        raise ValueError(f"no file is named in {body!r}")
    marked = {number for number, (mark, _) in enumerate(lines, 1) if mark in "!?"}
    added = {number for number, (mark, _) in enumerate(lines, 1) if mark == "+"}
    return path, Mutant("\n".join(line for _, line in lines), frozenset(marked or added))


def _changes(text: str) -> Iterator[tuple[str, str]]:
    for line in text.rstrip("\n").split("\n"):
        yield (line[:1] or " ", line[1:])


def _applied(lines: list[tuple[str, str]], changes: list[tuple[str, str]], near: int) -> list[tuple[str, str]]:
    old = [line.rstrip() for mark, line in changes if mark in " -?"]
    places = [
        place
        for place in range(len(lines) - len(old) + 1)
        if [line.rstrip() for _, line in lines[place : place + len(old)]] == old
    ]
    if not places:
        raise ValueError(f"these lines are not there: {old}")
    start = min(places, key=lambda place: abs(place - near + 1))
    kept = iter(lines[start : start + len(old)])
    new: list[tuple[str, str]] = []
    for mark, line in changes:
        if mark in "+!":
            new.append((mark, line))
        else:
            before = next(kept)
            new += [] if mark == "-" else [(mark if mark == "?" else before[0], before[1])]
    return [*lines[:start], *new, *lines[start + len(old) :]]
