"""W112: a workflow name that is not text."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="W112",
    title="a workflow name that is not text",
    explanation=(
        "YAML reads this name as a number or constant. Mistral stores it as it is and it cannot be called by "
        "what is written. Put it in quotes."
    ),
    bad="""\
version: '2.0'
2024:
  tasks:
    snapshot: {action: std.noop}
""",
    good="""\
version: '2.0'
'2024':
  tasks:
    snapshot: {action: std.noop}
""",
)
