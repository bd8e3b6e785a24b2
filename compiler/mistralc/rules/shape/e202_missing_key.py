"""E202: a key that has to be there."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E202",
    title="a key that has to be there",
    explanation=(
        "A file needs `version`, a workflow `tasks`, a workbook `name`, an ad-hoc action `base`, a retry "
        "block `count` and `delay`, and a publish inside an on-clause one of `branch`, `global` and `atomic`."
    ),
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.js script="return 1"
      retry:
        count: 3
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.js script="return 1"
      retry:
        count: 3
        delay: 5
""",
)
