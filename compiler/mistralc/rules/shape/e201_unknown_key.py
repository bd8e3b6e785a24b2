"""E201: a key that is not known here."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E201",
    title="a key that is not known here",
    explanation=(
        "Tasks, task-defaults, ad-hoc actions, workbooks, retry and publish have a fixed set of keys. A "
        "misspelt one is an error, not a note to oneself."
    ),
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      on-sucess: upload
    upload:
      action: std.noop
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
