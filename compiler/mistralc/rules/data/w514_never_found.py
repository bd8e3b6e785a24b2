"""W514: a name that `get` never finds."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import Examined, Read, WorkflowData, data_of
from mistralc.diagnostics import Diagnostic, near, respell
from mistralc.model import Definitions
from mistralc.rules.data.variables import shown
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """`$.get(name)` of what nothing gives a value is no error, so that nobody hears of a misspelt name."""
    for data in data_of(definitions).intact():
        for examined in data.examined:
            for read in examined.asked:
                if read.variable.undefined and _is_meant(data, examined, read):
                    yield _diagnostic(data, examined, read)


def _is_meant(data: WorkflowData, examined: Examined, read: Read) -> bool:
    """Not the name of nothing at all: an author may ask for what only another version of the workflow has."""
    flow = data.flow
    return read.name in flow.sites.published or bool(near(read.name, *flow.names(examined.text.point)))


def _diagnostic(data: WorkflowData, examined: Examined, read: Read) -> Diagnostic:
    place = examined.text.span(read.start, read.end)
    return RULE.at(
        place,
        f"'{shown(examined, read.name)}' has no value here, whichever way a run takes: this always gives the default",
        help=respell(read.name, place, *data.flow.names(examined.text.point), otherwise="publish it before"),
    )


RULE = Rule(
    code="W514",
    title="a name that `get` never finds",
    explanation="`$.get(name, default)` gives the default where the variable has no value. Here it never has one: no "
    "input, no entry of `vars` and no task before this place gives it one. Mistral says nothing of a name that is "
    "misspelt in this way.",
    bad="""\
version: '2.0'
backup:
  output:
    status: <% $.get('stauts', 'SUCCESS') %>
  tasks:
    snapshot:
      action: nova.servers_create_image server="a1b2" image_name="backup"
      publish-on-error:
        status: FAILED
      on-error: apologise
    apologise:
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  output:
    status: <% $.get('status', 'SUCCESS') %>
  tasks:
    snapshot:
      action: nova.servers_create_image server="a1b2" image_name="backup"
      publish-on-error:
        status: FAILED
      on-error: apologise
    apologise:
      action: std.noop
""",
    check=check,
)
