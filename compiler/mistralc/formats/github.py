"""Workflow commands of GitHub Actions: shown as annotations on the lines of a pull request."""

from __future__ import annotations

from mistralc.diagnostics import Diagnostic
from mistralc.formats import Findings

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def write(findings: Findings) -> str:
    """One command a line."""
    return "".join(f"{_command(found)}\n" for found in findings.diagnostics)


def _command(found: Diagnostic) -> str:
    span = found.span
    properties = {
        "title": f"mistralc {found.code}",
        "file": span.file,
        "line": str(span.line),
        "endLine": str(span.end_line),
    }
    if span.line == span.end_line:  # GitHub takes columns for places within one line only
        properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    lines = [
        found.message,
        *(f"note: {note}" for note in found.notes),
        *([f"help: {found.help}"] if found.help else []),
    ]
    return f"::{_COMMANDS[found.severity.value]} {listed}::{_data(chr(10).join(lines))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
