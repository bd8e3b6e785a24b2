"""Diagnostics on the terminal or as JSON, the same for every command."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from mistralc.counting import counted
from mistralc.diagnostics import Diagnostic, Severity, render
from mistralc.reading import STDIN
from mistralc.source import Document


def print_text(diagnostics: Sequence[Diagnostic], documents: Mapping[str, Document]) -> None:
    """Each diagnostic with its place and excerpt on stderr, and a closing line with the counts."""
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    for diagnostic in diagnostics:
        print(render(diagnostic, documents, colour=colour), file=sys.stderr)
        print(file=sys.stderr)


def counts(diagnostics: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or `no problems`."""
    parts = []
    for severity in Severity:
        number = sum(diagnostic.severity is severity for diagnostic in diagnostics)
        if number:
            parts.append(counted(number, severity.value))
    return ", ".join(parts) or "no problems"


def reason(error: Exception) -> str:
    """What to tell a person about a file that cannot be read or written."""
    if not isinstance(error, OSError):
        return str(error)
    return f"{error.filename or error}: {error.strerror or 'no such file or folder'}"


def misplaced(stdin_name: Path | None, paths: Sequence[Path]) -> str | None:
    """What is wrong with the use of --stdin-filename, if anything."""
    return "--stdin-filename names what stdin holds: give `-` as a path" if stdin_name and STDIN not in paths else None


def usage_error(message: str) -> int:
    """Say what is wrong with the call; the exit code for it."""
    print(f"mistralc: {message}", file=sys.stderr)
    return 2
