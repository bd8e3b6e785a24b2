"""E111: the file is not a mapping."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E111",
    title="the file is not a mapping",
    explanation=(
        "A source file is a mapping of names to workflows, a workbook, or a mapping of names to ad-hoc actions."
    ),
    bad="""\
- snapshot
- upload
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot: {action: std.noop}
""",
)
