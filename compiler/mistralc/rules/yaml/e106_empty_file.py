"""E106: the file is empty."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E106",
    title="the file is empty",
    explanation="A file without content, or with comments only, defines nothing.",
    bad="""\
# to be written
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot: {action: std.noop}
""",
)
