"""E110: a value that cannot be read."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E110",
    title="a value that cannot be read",
    explanation=(
        "The value has the form of a date or number without being one, or carries a YAML tag for which there "
        "is no type."
    ),
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
  description: !person Anna
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
  description: Anna
""",
)
