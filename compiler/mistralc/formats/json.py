"""A JSON list of diagnostics, the form of `mistralc.diagnostics.as_object`."""

from __future__ import annotations

import json

from mistralc.diagnostics import as_object
from mistralc.formats import Findings


def write(findings: Findings) -> str:
    """One list, indented."""
    return json.dumps([as_object(found) for found in findings.diagnostics], indent=2, ensure_ascii=False) + "\n"
