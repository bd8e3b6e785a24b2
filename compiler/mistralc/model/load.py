"""From a file or a text to its definitions and all that is wrong with it."""

from __future__ import annotations

import pathlib
from dataclasses import replace

from mistralc.diagnostics import Diagnostic, DiagnosticSet
from mistralc.model.build import Kind, build, detect_kind
from mistralc.model.nodes import Definitions
from mistralc.model.problems import Problems
from mistralc.model.recognition import is_foreign
from mistralc.model.shape import check_shape
from mistralc.model.wording import describe
from mistralc.source import Document, load, read


def load_file(path: str | pathlib.Path, kind: Kind | None = None) -> tuple[Definitions | None, list[Diagnostic]]:
    """Read a source file. Raises OSError when it cannot be opened; see `load_document`."""
    return load_document(read(path), kind)


def load_text(text: str | bytes, name: str, kind: Kind | None = None) -> tuple[Definitions | None, list[Diagnostic]]:
    """Read a text; `name` stands for its file in diagnostics. See `load_document`."""
    return load_document(load(text, name), kind)


def load_document(document: Document, kind: Kind | None = None) -> tuple[Definitions | None, list[Diagnostic]]:
    """The definitions of a document and the faults of its text and shape, in source order.

    The definitions are None when nothing could be read at all. Beside errors they hold what was still understood: good
    for finding more faults, not for compiling.
    """
    found = DiagnosticSet(document.diagnostics)
    if not isinstance(document.data, dict):
        if not found.has_errors:
            found.add(_no_mapping(document))
        return None, list(found)
    if not kind and is_foreign(document):
        found.add(_foreign(document))
        return None, list(found)
    kind = kind or detect_kind(document.data)
    problems = Problems(document)
    check_shape(document.data, kind, problems)
    definitions = build(document, kind, problems)
    if problems.broken:
        found = DiagnosticSet(map(_as_cause, found))
    # What looks wrong around a no-break space is a consequence of it.
    if not found.has_errors:
        found.extend(problems)
    return replace(definitions, broken=frozenset(problems.broken)), list(found)


def _no_mapping(document: Document) -> Diagnostic:
    return Diagnostic(
        "E111",
        f"the file holds {describe(document.data)}, not a mapping",
        document.span(()),
        help="begin with `version: '2.0'` and write each workflow under its name",
    )


def _foreign(document: Document) -> Diagnostic:
    return Diagnostic(
        "E220",
        "nothing in this file looks like a workflow, a workbook or an ad-hoc action",
        document.whole,
        help="begin with `version: '2.0'`, and write `tasks` below the name of each workflow",
    )


def _as_cause(diagnostic: Diagnostic) -> Diagnostic:
    """A no-break space in a file with faults of shape is their cause, and an error like one YAML stumbles over."""
    if diagnostic.code != "W113":
        return diagnostic
    return replace(diagnostic, code="E104", message="a no-break space (U+00A0) where YAML needs an ordinary space")
