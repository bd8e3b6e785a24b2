"""E205: an entry that is listed twice."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E205",
    title="an entry that is listed twice",
    explanation="The entries of a list of inputs, targets, tags or requirements have to differ.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-success: [upload, upload]
    upload:
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-success: [upload]
    upload:
      action: std.noop
""",
)
