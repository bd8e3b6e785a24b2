"""W105: a key that is written twice."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="W105",
    title="a key that is written twice",
    explanation=(
        "Of two equal keys in one mapping YAML keeps the value of the last one, without a word. For a task "
        "that means the first task of that name is gone."
    ),
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
    snapshot:
      action: std.echo output="hi"
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
    greet:
      action: std.echo output="hi"
""",
)
