"""E212: parameters in the call beside an input that is one text."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E212",
    title="parameters in the call beside an input that is one text",
    explanation=(
        "Parameters in the call are added to the mapping under `input`. Where `input` is one expression there "
        "is no mapping to add them to, and Mistral fails."
    ),
    bad="""\
version: '2.0'
backup:
  input: [arguments]
  tasks:
    snapshot:
      action: std.echo output="hi"
      input: <% $.arguments %>
""",
    good="""\
version: '2.0'
backup:
  input: [arguments]
  tasks:
    snapshot:
      action: std.echo
      input: <% $.arguments %>
""",
)
