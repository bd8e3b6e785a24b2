"""W191: a comment to mistralc that cannot be followed."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="W191",
    title="a comment to mistralc that cannot be followed",
    explanation="`# mistralc: ignore[E301]` silences a diagnostic in its line (or, on a line of its own, in the next), "
    "`# mistralc: ignore-file[W217]` in the whole file. The codes have to be named, and have to exist; the beginning "
    "of a code stands for all that begin so.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop  # mistralc: ignore[W999]
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.noop
""",
)
