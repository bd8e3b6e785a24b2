"""W218: a workflow key that means nothing."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="W218",
    title="a workflow key that means nothing",
    explanation=(
        "Mistral does not check the keys of a workflow. One that it does not know, often a misspelt one, has no effect."
    ),
    bad="""\
version: '2.0'
backup:
  ouput:
    id: <% $.id %>
  tasks:
    snapshot:
      action: std.noop
      publish:
        id: 1
""",
    good="""\
version: '2.0'
backup:
  output:
    id: <% $.id %>
  tasks:
    snapshot:
      action: std.noop
      publish:
        id: 1
""",
)
