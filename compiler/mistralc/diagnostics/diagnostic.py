"""What the compiler has to say about a source file, as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypedDict

from mistralc.diagnostics.span import Span


class Severity(str, Enum):
    """An error is what Mistral rejects or what must fail when reached; all else worth saying is a warning or note."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that belongs to a diagnostic, and what there is to see at it."""

    span: Span
    text: str


class Applicability(str, Enum):
    """How far an edit can be trusted (after rustc).

    Machine-applicable: the file is rejected as it is and can have meant only this, or it means the same afterwards;
    `--fix` applies it. Maybe-incorrect: likely what was meant, for a person to decide; shown, offered by editors.
    """

    MACHINE_APPLICABLE = "machine-applicable"
    MAYBE_INCORRECT = "maybe-incorrect"


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the source and the text that takes its place; an empty stretch is an insertion."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """The edits that do together what the help says. They do not overlap and are all in one file."""

    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.MAYBE_INCORRECT


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: where it is, what is wrong and what to change.

    `code` names the rule (`mistralc explain CODE`); its letter is E for an error, W for a warning, I for a note.
    `related` are further places, in this or another file; `notes` say why, `help` what to do, `fix` does it.
    """

    code: str
    message: str
    span: Span
    help: str | None = None
    notes: tuple[str, ...] = ()
    related: tuple[Label, ...] = ()
    fix: Fix | None = None

    @property
    def severity(self) -> Severity:
        return {"E": Severity.ERROR, "W": Severity.WARNING}.get(self.code[0], Severity.NOTE)


class PlaceObject(TypedDict):
    """The JSON form of a span."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class LabelObject(PlaceObject):
    """The JSON form of a related place."""

    message: str


class EditObject(PlaceObject):
    """The JSON form of an edit: the text that takes the place of the stretch."""

    text: str


class FixObject(TypedDict):
    """The JSON form of a fix."""

    applicability: str
    edits: list[EditObject]


class DiagnosticObject(PlaceObject):
    """The JSON form of a diagnostic, a public interface: no key is ever removed or renamed."""

    code: str
    severity: str
    message: str
    help: str | None
    notes: list[str]
    related: list[LabelObject]
    fix: FixObject | None


def as_object(diagnostic: Diagnostic) -> DiagnosticObject:
    """The diagnostic as a JSON object."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        **_place(diagnostic.span),
        "help": diagnostic.help,
        "notes": list(diagnostic.notes),
        "related": [{**_place(label.span), "message": label.text} for label in diagnostic.related],
        "fix": _fix(diagnostic.fix) if diagnostic.fix else None,
    }


def _fix(fix: Fix) -> FixObject:
    return {
        "applicability": fix.applicability.value,
        "edits": [{**_place(edit.span), "text": edit.text} for edit in fix.edits],
    }


def _place(span: Span) -> PlaceObject:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


class DiagnosticSet:
    """Collects diagnostics: each fault once, iterated in the order of the source."""

    def __init__(self, diagnostics: Iterable[Diagnostic] = ()) -> None:
        self._found = dict.fromkeys(diagnostics)

    def add(self, diagnostic: Diagnostic) -> None:
        self._found[diagnostic] = None

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        self._found.update(dict.fromkeys(diagnostics))

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self._found, key=lambda found: (found.span, found.code)))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def has_errors(self) -> bool:
        return any(found.severity is Severity.ERROR for found in self._found)
