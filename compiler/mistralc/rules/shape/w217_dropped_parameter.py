"""W217: a parameter that is silently ignored."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="W217",
    title="a parameter that is silently ignored",
    explanation=(
        "Inline parameters are `name=value` without blanks around `=`. The value is text in quotes, an "
        "expression, a list in `[]`, digits, true, false or null. Mistral passes over anything else without a "
        "word: unquoted text and mappings in braces are the usual losses."
    ),
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.echo output=hello
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.echo output="hello"
""",
)
