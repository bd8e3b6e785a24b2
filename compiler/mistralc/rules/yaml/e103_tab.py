"""E103: a tab where YAML needs spaces."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E103",
    title="a tab where YAML needs spaces",
    explanation="YAML is indented with spaces only. A tab looks the same in an editor and cannot be read.",
    bad="""\
version: '2.0'
backup:
\ttasks:
\t\tsnapshot: {action: std.noop}
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot: {action: std.noop}
""",
)
