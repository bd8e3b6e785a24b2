"""How diagnostics are written for programs and people: one module a format, named like the option's value.

Each has `write(findings) -> str`. Text for terminals is `mistralc.diagnostics.render`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from mistralc.diagnostics import Diagnostic, Severity
from mistralc.source import Document

FORMATS = ("concise", "json", "sarif", "github", "junit")


@dataclass(frozen=True)
class Findings:
    """What a check came to: the documents by the name of their file, and what was found in them."""

    diagnostics: Sequence[Diagnostic]
    documents: Mapping[str, Document]
    strict: bool = False

    def fails(self, diagnostic: Diagnostic) -> bool:
        """Whether it makes the check fail: an error, and a warning where they count."""
        return diagnostic.severity in ((Severity.ERROR, Severity.WARNING) if self.strict else (Severity.ERROR,))

    @property
    def failed(self) -> bool:
        return any(map(self.fails, self.diagnostics))


def write(findings: Findings, format: str) -> str:
    """The findings in one of FORMATS."""
    text: str = import_module(f"{__name__}.{format}").write(findings)
    return text
