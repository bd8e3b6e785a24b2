"""W405: an on-clause that leads nowhere."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="W405",
    title="an on-clause that leads nowhere",
    explanation=(
        "A mapping under an on-clause is its advanced form, with `publish` and `next`. A single `task: <% "
        "condition %>` written without a list is accepted by Mistral and then ignored."
    ),
    bad="""\
version: '2.0'
backup:
  input: [big]
  tasks:
    snapshot:
      action: std.noop
      on-success:
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
        - upload: <% $.big %>
    upload:
      action: std.noop
""",
)
