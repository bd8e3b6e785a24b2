"""E208: a key of the other type of workflow."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E208",
    title="a key of the other type of workflow",
    explanation=(
        "Tasks of a direct workflow lead on with on-clauses and may `join`. Tasks of a reverse workflow have "
        "`requires` and none of the others."
    ),
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
    upload:
      action: std.noop
      requires: snapshot
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-success: upload
    upload:
      action: std.noop
""",
)
