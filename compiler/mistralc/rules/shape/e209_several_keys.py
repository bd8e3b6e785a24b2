"""E209: an entry with more than one key."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E209",
    title="an entry with more than one key",
    explanation=(
        "An entry of a list of targets or inputs is a name, or one `name: value`. Two of them are two entries."
    ),
    bad="""\
version: '2.0'
backup:
  input: [big, small]
  tasks:
    snapshot:
      action: std.noop
      on-success:
        - upload: <% $.big %>
          report: <% $.small %>
    upload: {action: std.noop}
    report: {action: std.noop}
""",
    good="""\
version: '2.0'
backup:
  input: [big, small]
  tasks:
    snapshot:
      action: std.noop
      on-success:
        - upload: <% $.big %>
        - report: <% $.small %>
    upload: {action: std.noop}
    report: {action: std.noop}
""",
)
