"""Collects what is wrong with a document, addressed by path."""

from __future__ import annotations

from mistralc.diagnostics import Diagnostic, DiagnosticSet, Remedy, Severity, diagnose
from mistralc.source import Document, Path


class Problems(DiagnosticSet):
    """Diagnostics of one document, reported by the path of the construct at fault. `broken` are the paths of errors."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.broken: set[Path] = set()

    def at(
        self,
        path: Path,
        code: str,
        message: str,
        *,
        help: str | Remedy | None = None,
        within: tuple[int, int] | None = None,
    ) -> None:
        """Report a fault of the value at `path`, or of some characters of it."""
        span = self.document.span_in(path, *within) if within else self.document.span(path)
        self._report(path, diagnose(code, message, span, help))

    def at_key(self, path: Path, code: str, message: str, *, help: str | Remedy | None = None) -> None:
        """Report a fault of the key that `path` ends with."""
        self._report(path, diagnose(code, message, self.document.key_span(path), help))

    def _report(self, path: Path, diagnostic: Diagnostic) -> None:
        if diagnostic.severity is Severity.ERROR:
            self.broken.add(path)
        self.add(diagnostic)
