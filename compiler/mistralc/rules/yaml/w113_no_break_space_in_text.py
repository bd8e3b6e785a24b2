"""W113: a no-break space that became part of a value."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="W113",
    title="a no-break space that became part of a value",
    explanation=(
        "Where YAML does not stumble over a no-break space (U+00A0) it takes it for a letter: the value or "
        "name now begins with a character nobody sees."
    ),
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: \u00a0std.noop
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
""",
)
