"""W513: an entry of `vars` that is never read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mistralc.analysis.dataflow import data_of
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.data.variables import misspelt
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Nor does a workflow give `vars` to its caller, with or without `output`."""
    file = data_of(definitions)
    for data in file.intact():
        workflow = data.flow.workflow
        if not workflow.vars:
            continue
        unread = file.unread(workflow, _entries(workflow.vars), {"executions": ""})
        for name in sorted(unread - misspelt(data)) if unread else ():
            yield RULE.at(
                workflow.document.key_span((*workflow.at, "vars", name)),
                f"the variable '{name}' is never read",
                help=f"take it out, or read it with $.{name}",
            )


def _entries(written: Mapping[str, object]) -> list[str]:
    """Not anchors and aliases, which are a fault of their own (W114)."""
    return [name for name, value in written.items() if not (isinstance(value, str) and value.startswith(("&", "*")))]


RULE = Rule(
    code="W513",
    title="an entry of `vars` that is never read",
    explanation="No expression of the workflow reads it, so its value makes no difference. Often a name is misspelt, "
    "here or where it is read.",
    bad="""\
version: '2.0'
backup:
  vars:
    attempts: 3
    server: a1b2
  tasks:
    snapshot:
      action: nova.servers_create_image server=<% $.server %> image_name="backup"
""",
    good="""\
version: '2.0'
backup:
  vars:
    server: a1b2
  tasks:
    snapshot:
      action: nova.servers_create_image server=<% $.server %> image_name="backup"
""",
    check=check,
)
