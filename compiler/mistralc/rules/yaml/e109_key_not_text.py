"""E109: a key that is not text."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E109",
    title="a key that is not text",
    explanation=(
        "YAML reads `1`, `yes`, `no`, `on`, `off`, `true` and `null` as numbers and constants. Names of "
        "tasks, inputs and variables have to be text: put them in quotes."
    ),
    bad="""\
version: '2.0'
backup:
  tasks:
    on: {action: std.noop}
""",
    good="""\
version: '2.0'
backup:
  tasks:
    'on': {action: std.noop}
""",
)
