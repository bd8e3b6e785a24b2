"""W502: a variable that has no value on some way."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import Examined, Read, WorkflowData, data_of
from mistralc.analysis.texts import Moment
from mistralc.diagnostics import Diagnostic
from mistralc.expressions.text import JINJA, language_of
from mistralc.model import Definitions
from mistralc.rules.data.variables import cure, in_same_publish, missing_reads, published_here, shown, way_without
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """The same as W501, where the run may also come another way or not evaluate that part of the expression.

    Once a task: where the first of its expressions fails, the others are not evaluated.
    """
    for data in data_of(definitions).intact():
        told: set[tuple[str | None, str]] = set()
        for examined, read in missing_reads(data):
            place = (examined.text.point.task, read.name)
            if place in told or (read.variable.undefined and (read.always or in_same_publish(data, examined, read))):
                continue
            told.add(place)
            yield _diagnostic(data, examined, read)


def _diagnostic(data: WorkflowData, examined: Examined, read: Read) -> Diagnostic:
    name = shown(examined, read.name)
    place = examined.text.span(read.start, read.end)
    if read.variable.undefined:
        message = f"'{name}' has no value, which fails when this part of the expression is evaluated"
        return RULE.at(place, message, help=cure(data, examined, read))
    ends = examined.text.point.moment is Moment.OUTPUT
    return RULE.at(
        place,
        f"'{name}' has no value on some way a run can {'end' if ends else 'come here'}",
        help=_help(examined, read.name),
        notes=way_without(data.flow, examined.text.point, read.name),
        related=published_here(data, read.variable.sites),
    )


def _help(examined: Examined, name: str) -> str:
    jinja = language_of(examined.text.text) == JINJA
    default = f"_.{name} | default(none)" if jinja else f"$.get({name}, null)"
    return f"publish it on every way (`publish-on-error` counts for errors), or read it with {default}"


RULE = Rule(
    code="W502",
    title="a variable that has no value on some way",
    explanation="A task before this place publishes the variable, but a run can come here without it: after an error "
    "of that task (`publish` counts for success only), past a condition, or from another task. On that way the "
    "expression fails, and with it the task or the workflow; `on-error` does not catch that.",
    bad="""\
version: '2.0'
backup:
  output:
    image: <% $.image_id %>
  tasks:
    snapshot:
      action: nova.servers_create_image server="a1b2" image_name="backup"
      publish:
        image_id: <% task().result %>
      on-error: apologise
    apologise:
      action: std.noop
""",
    good="""\
version: '2.0'
backup:
  output:
    image: <% $.image_id %>
  tasks:
    snapshot:
      action: nova.servers_create_image server="a1b2" image_name="backup"
      publish:
        image_id: <% task().result %>
      publish-on-error:
        image_id: null
      on-error: apologise
    apologise:
      action: std.noop
""",
    check=check,
)
