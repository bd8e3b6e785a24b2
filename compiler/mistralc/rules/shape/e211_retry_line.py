"""E211: a retry line that lacks something."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E211",
    title="a retry line that lacks something",
    explanation=(
        "The one-line form of retry has the parameters of the block form: `count` and `delay`, and `break-on` "
        "and `continue-on` if needed."
    ),
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.js script="return 1"
      retry: count=3
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.js script="return 1"
      retry: count=3 delay=5
""",
)
