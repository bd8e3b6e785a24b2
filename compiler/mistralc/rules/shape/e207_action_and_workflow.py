"""E207: both an action and a workflow."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E207",
    title="both an action and a workflow",
    explanation="A task calls an action or a workflow, not both.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      workflow: restore
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
""",
)
