"""Reading a source file: bytes → text → document."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.cyaml import CBaseLoader

from mistralc.diagnostics.diagnostic import Applicability, Diagnostic, Edit, Fix, Label
from mistralc.source import faults
from mistralc.source.build import Anchored, Builder, Disputed, Twice, Unbuildable
from mistralc.source.document import Document
from mistralc.source.literal import LiteralParser
from mistralc.source.removal import whole_lines

MAX_SLOW_TEXT = 256 * 1024
"""Characters up to which the slow parser is asked for a second opinion; it takes seconds for a megabyte."""

MAX_REMARKS = 50
"""Warnings of one kind about one text."""


def read(path: str | pathlib.Path) -> Document:
    """The document in a file. Raises OSError when there is no such file; every fault of its content is a diagnostic."""
    return load(pathlib.Path(path).read_bytes(), str(path))


def load(text: str | bytes, name: str, *, hasty: bool = False) -> Document:
    """The document a text holds. Never raises for what an author wrote: see `Document.diagnostics`.

    `hasty` takes libyaml's word for it that a text is not YAML, without the second opinion of the slow parser: while
    somebody is typing, every other text is broken.
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            return faults.not_utf8(error, name)
    document = Document(name, text)
    try:
        builder = _build(text, hasty)
    except Unbuildable as fault:
        document.diagnostics = (faults.unbuildable(document, fault),)
    except yaml.YAMLError as error:
        document.diagnostics = tuple(faults.syntax(document, error))
    else:
        document.data, document.root = builder.data, builder.root
        document.diagnostics = tuple(_remarks(document, builder))
    return document


def _build(text: str, hasty: bool) -> Builder:
    """Parse with libyaml; where the two could differ, as Mistral's own pure Python parser would."""
    slow = len(text) <= MAX_SLOW_TEXT
    if slow and "\t" in text:
        # libyaml lets tabs pass as blanks in places where Mistral's parser does not.
        return _literally(text)
    builder = Builder(doubts=slow)
    try:
        builder.feed(_events(CBaseLoader(text)))
    except Anchored as anchor:
        if not slow:
            message = f"a file with anchors may have at most {MAX_SLOW_TEXT:,} characters"
            raise Unbuildable("E107", message, anchor.start, anchor.end) from None
        return _literally(text)
    except Disputed:
        return _literally(text)
    except yaml.YAMLError:
        if slow and not hasty:
            return _literally(text)
        raise
    return builder


def _literally(text: str) -> Builder:
    builder = Builder()
    builder.feed(_events(LiteralParser(text)))
    return builder


def _events(parser: Any) -> Iterator[Any]:
    return iter(parser.get_event, None)


def _written_twice(document: Document, twice: Twice) -> Diagnostic:
    """The first value is lost; to take it out is certain to be right only where it is the same."""
    (key, value), (later_key, later_value) = twice.first, twice.later
    fix = None
    if document.text[key.start.index : value.end.index] == document.text[later_key.start.index : later_value.end.index]:
        place = whole_lines(document, key.start.index, value.end.index)
        fix = Fix((Edit(place, ""),), Applicability.MACHINE_APPLICABLE) if place else None
    return Diagnostic(
        "W105",
        f"the key '{twice.key}' is written twice; the first value is lost",
        document.span_of(later_key.start, later_key.end),
        help="remove one of the two, or rename it",
        related=(Label(document.span_of(key.start, key.end), "first written here"),),
        fix=fix,
    )


def _remarks(document: Document, builder: Builder) -> Iterator[Diagnostic]:
    if document.data is None:
        yield Diagnostic("E106", "the file is empty", document.whole, help="write a workflow, a workbook or actions")
    for twice in builder.duplicates[:MAX_REMARKS]:
        yield _written_twice(document, twice)
    for node in builder.anchors[:MAX_REMARKS]:
        yield Diagnostic(
            "W114",
            "anchors and aliases do not exist for Mistral: this is ordinary text",
            document.span_of(node.start, node.end),
            help="write the value where it is needed",
        )
    yield from faults.no_break_spaces_in_values(document)
