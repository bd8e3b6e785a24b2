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


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: where it is, what is wrong and what to change.

    `code` names the rule (`mistralc explain CODE`); its letter is E for an error, W for a warning, N for a note.
    """

    code: str
    message: str
    span: Span
    help: str | None = None
    notes: tuple[str, ...] = ()
    related: tuple[Label, ...] = ()

    @property
    def severity(self) -> Severity:
        return {"E": Severity.ERROR, "W": Severity.WARNING}.get(self.code[0], Severity.NOTE)


class DiagnosticObject(TypedDict):
    """The JSON form of a diagnostic, a public interface: no key is ever removed or renamed."""

    code: str
    severity: str
    message: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    help: str | None


def as_object(diagnostic: Diagnostic) -> DiagnosticObject:
    """The diagnostic as a JSON object."""
    span = diagnostic.span
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "help": diagnostic.help,
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
