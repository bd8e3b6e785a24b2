"""W213: a task with the name version."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="W213",
    title="a task with the name version",
    explanation="Mistral takes the key `version` among the tasks for the version of the language and drops the task.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
    version:
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
    show_version:
      action: std.noop
""",
)
