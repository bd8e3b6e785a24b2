"""E219: the content of a workflow without its name."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E219",
    title="the content of a workflow without its name",
    explanation=(
        "A file maps names to workflows, so that it can hold several. What belongs to one workflow, its tasks, input "
        "and output, stands under its name, one level deeper."
    ),
    bad="""\
version: '2.0'
tags: [nightly]
tasks:
  snapshot: {action: std.noop}
""",
    good="""\
version: '2.0'
backup:
  tags: [nightly]
  tasks:
    snapshot: {action: std.noop}
""",
)
