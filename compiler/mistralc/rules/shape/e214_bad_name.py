"""E214: a name that cannot be used."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E214",
    title="a name that cannot be used",
    explanation=(
        "Names in a workbook consist of letters, digits, `_` and `-`. A task or action needs a name that is not empty."
    ),
    bad="""\
version: '2.0'
name: book
workflows:
  back up:
    tasks:
      snapshot: {action: std.noop}
""",
    good="""\
version: '2.0'
name: book
workflows:
  back-up:
    tasks:
      snapshot: {action: std.noop}
""",
)
