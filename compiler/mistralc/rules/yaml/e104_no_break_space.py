"""E104: a no-break space where YAML needs an ordinary one."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E104",
    title="a no-break space where YAML needs an ordinary one",
    explanation=(
        "A no-break space (U+00A0) looks like a space and is none to YAML. It comes with text copied from web "
        "pages; many examples in Mistral's own manual have it. Replace every one by an ordinary space."
    ),
    bad="""\
version: '2.0'
backup:
\u00a0 tasks:
    snapshot: {action: std.noop}
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot: {action: std.noop}
""",
)
