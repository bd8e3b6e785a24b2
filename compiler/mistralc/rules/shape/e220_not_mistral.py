"""E220: a file that is not Mistral's."""

from __future__ import annotations

from mistralc.rules.rule import Rule

RULE = Rule(
    code="E220",
    title="nothing in the file looks like a workflow, a workbook or an ad-hoc action",
    explanation="The file has neither the version of Mistral's language nor anything with `tasks`, `base` or "
    "`workflows`: it is likely a file of another program. Only a file that is named in the call gets this; in a folder "
    "such files are passed over, and counted.",
    bad="""\
services:
  web: {image: nginx}
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot: {action: std.noop}
""",
)
