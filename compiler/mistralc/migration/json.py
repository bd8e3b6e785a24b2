"""The report for programs."""

from __future__ import annotations

import json

from mistralc.migration.report import Report


def write(report: Report) -> str:
    """One JSON object."""
    return json.dumps(report.as_object(), indent=2, ensure_ascii=False) + "\n"
