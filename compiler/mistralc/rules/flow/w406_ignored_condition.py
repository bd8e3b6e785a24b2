"""W406: a condition that is ignored."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="W406",
    title="a condition that is ignored",
    explanation=(
        "Under `next` a single `task: <% condition %>` without a list is accepted by Mistral, which follows "
        "it whatever the condition says."
    ),
    bad="""\
version: '2.0'
backup:
  input: [big]
  tasks:
    snapshot:
      action: std.noop
      on-success:
        next:
          upload: <% $.big %>
    upload:
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  input: [big]
  tasks:
    snapshot:
      action: std.noop
      on-success:
        next:
          - upload: <% $.big %>
    upload:
      action: std.noop
""",
)
