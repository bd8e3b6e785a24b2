"""W192: a comment that silences nothing."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="W192",
    title="a comment that silences nothing",
    explanation="What the comment tells mistralc to ignore is not found there (any more). Left in place it would hide "
    "the next fault of this kind.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.echo output="hello"  # mistralc: ignore[W217]
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.echo output="hello"
""",
)
