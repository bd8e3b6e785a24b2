"""E210: a file that defines nothing."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E210",
    title="a file that defines nothing",
    explanation="Beside the version a file needs at least one workflow or action.",
    bad="""\
version: '2.0'
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot: {action: std.noop}
""",
)
