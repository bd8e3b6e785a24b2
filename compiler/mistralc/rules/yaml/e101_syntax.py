"""E101: the text is not valid YAML."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E101",
    title="the text is not valid YAML",
    explanation=(
        "The file could not be read as YAML from the marked place on. The usual causes are a line that is "
        "indented differently from its neighbours, a value with `: ` or `#` in it that needs quotes, and a "
        "quote or bracket that is not closed."
    ),
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.echo output: hello
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.echo output="hello"
""",
)
