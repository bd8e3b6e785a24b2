"""E216: a call that does not begin with a name."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E216",
    title="a call that does not begin with a name",
    explanation=(
        "A call begins with the name of an action or workflow, or with an expression that gives it; "
        "parameters follow after a blank."
    ),
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: '=std.echo output=1'
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.echo output=1
""",
)
