"""E107: nested too deep, or too large."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E107",
    title="nested too deep, or too large",
    explanation=(
        "A file may be nested 200 levels deep and hold 250,000 values. No workflow needs more; a file that "
        "does is most likely damaged or hostile."
    ),
    bad=f"x: {'[' * 300}",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot: {action: std.noop}
""",
)
