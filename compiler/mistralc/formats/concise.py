"""One line a diagnostic: `file:line:column: CODE message`."""

from __future__ import annotations

from mistralc.formats import Findings


def write(findings: Findings) -> str:
    """A text of lines; empty when nothing was found."""
    return "".join(f"{found.span}: {found.code} {' '.join(found.message.split())}\n" for found in findings.diagnostics)
