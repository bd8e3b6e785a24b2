"""W505: an input that is never read."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import data_of
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.data.variables import misspelt
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Inputs are read by name, as a whole (`$`), or through `execution().input`.

    Who hands on `execution()` as a whole means its id and its name.
    """
    file = data_of(definitions)
    for data in file.intact():
        workflow = data.flow.workflow
        declared = {declared.name: declared for declared in workflow.input}
        unread = file.unread(workflow, declared, {"execution": "input", "executions": ""})
        for name in unread - misspelt(data) if unread else ():
            span = workflow.document.key_span(declared[name].at)
            yield RULE.at(span, f"the input '{name}' is never read", help=f"take it out, or read it with $.{name}")
    for action in definitions.actions:
        places = {declared.name: declared.at for declared in action.input}
        for name in file.unread_in(action, places) if definitions.is_intact(action.at) else ():
            span = action.document.key_span(places[name])
            yield RULE.at(span, f"the input '{name}' is never read", help=f"take it out, or read it with $.{name}")


RULE = Rule(
    code="W505",
    title="an input that is never read",
    explanation="No expression of the workflow reads the input, so whatever a caller gives makes no difference. Often "
    "a name is misspelt, here or where it is read.",
    bad="""\
version: '2.0'
backup:
  input: [server, keep_days]
  tasks:
    snapshot:
      action: nova.servers_create_image server=<% $.server %> image_name="backup"
""",
    good="""\
version: '2.0'
backup:
  input: [server]
  tasks:
    snapshot:
      action: nova.servers_create_image server=<% $.server %> image_name="backup"
""",
    check=check,
)
