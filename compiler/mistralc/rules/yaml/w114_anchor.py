"""W114: an anchor or alias."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="W114",
    title="an anchor or alias",
    explanation=(
        "Mistral switches anchors off: `&name` and `*name` are ordinary text to it, and so they are here. "
        "Write the value where it is needed."
    ),
    bad="""\
version: '2.0'
backup:
  vars:
    first: &box archive
    second: *box
  tasks:
    snapshot: {action: std.echo output=<% $.first + $.second %>}
""",
    good="""\
version: '2.0'
backup:
  vars:
    first: archive
    second: archive
  tasks:
    snapshot: {action: std.echo output=<% $.first + $.second %>}
""",
)
