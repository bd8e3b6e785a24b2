"""E203: a value of the wrong kind."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E203",
    title="a value of the wrong kind",
    explanation="Each key takes values of one kind. The message says which one, and what was found.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      timeout: '30'
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      timeout: 30
""",
)
