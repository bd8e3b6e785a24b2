"""E206: a number that is too small."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E206",
    title="a number that is too small",
    explanation="Counts and times are whole numbers from 0.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      wait-after: -1
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      wait-after: 1
""",
)
