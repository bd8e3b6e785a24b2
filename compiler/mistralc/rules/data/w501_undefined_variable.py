"""W501: a variable that never has a value."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import Examined, Read, WorkflowData, data_of
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.data.variables import cure, in_same_publish, missing_reads, published_here, shown
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: an unknown key of the context is an error of the expression, in YAQL and in Jinja."""
    for data in data_of(definitions).intact():
        for examined, read in missing_reads(data):
            if read.variable.undefined and read.always and in_same_publish(data, examined, read) is None:
                yield _diagnostic(data, examined, read)


def _diagnostic(data: WorkflowData, examined: Examined, read: Read) -> Diagnostic:
    elsewhere = data.flow.sites.published.get(read.name, ())
    label = "published here, which does not come before"
    return RULE.at(
        examined.text.span(read.start, read.end),
        f"'{shown(examined, read.name)}' has no value here, whichever way a run takes",
        help=cure(data, examined, read),
        related=published_here(data, elsewhere, label),
    )


RULE = Rule(
    code="W501",
    title="a variable that never has a value",
    explanation="Nothing on any way to this place gives the variable a value: no input of that name is declared, "
    "`vars` does not have it, no task before publishes it. The expression fails whenever it is evaluated, and with it "
    "the task or the workflow. What the task of another branch publishes is seen only after a join; the variables of "
    "`with-items` only in the `input` of their task; results of tasks only through `task(name)`.",
    bad="""\
version: '2.0'
backup:
  input: [server]
  output:
    image: <% $.image_id %>
  tasks:
    snapshot:
      action: nova.servers_create_image server=<% $.sever %> image_name="backup"
      publish:
        image_id: <% task().result %>
""",
    good="""\
version: '2.0'
backup:
  input: [server]
  output:
    image: <% $.image_id %>
  tasks:
    snapshot:
      action: nova.servers_create_image server=<% $.server %> image_name="backup"
      publish:
        image_id: <% task().result %>
""",
    check=check,
)
