"""E204: a value that is empty."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E204",
    title="a value that is empty",
    explanation="A mapping, list or text that is empty has no meaning at this place. Leave the key out instead.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      publish: {}
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
      publish: {id: <% task().result %>}
""",
)
