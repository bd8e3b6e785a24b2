"""E108: more than one YAML document."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E108",
    title="more than one YAML document",
    explanation=(
        "A line `---` begins a new YAML document. A file holds one; put several workflows under their names "
        "into one document, or each into a file of its own."
    ),
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot: {action: std.noop}
---
version: '2.0'
restore:
  tasks:
    load: {action: std.noop}
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot: {action: std.noop}
restore:
  tasks:
    load: {action: std.noop}
""",
)
