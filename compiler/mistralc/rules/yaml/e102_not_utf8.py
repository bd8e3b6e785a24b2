"""E102: the file is not UTF-8."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E102",
    title="the file is not UTF-8",
    explanation="Source files are UTF-8 text. A file saved in another encoding has bytes that mean nothing in UTF-8.",
    bad=b"version: '2.0'\nbackup:\n  description: Caf\xe9\n  tasks:\n    snapshot: {action: std.noop}\n",
    good="""\
version: '2.0'
backup:
  description: Café
  tasks:
    snapshot: {action: std.noop}
""",
)
