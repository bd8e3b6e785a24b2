"""W504: a variable that is published and never read."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import Site, WorkflowData, data_of
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions, Event
from mistralc.rules.data.variables import SECTIONS, misspelt, published_here
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Without `output` a workflow gives all that was published, so there everything is read."""
    file = data_of(definitions)
    for data in file.intact():
        published = {**data.flow.sites.published, **data.flow.sites.globals}
        if not data.flow.workflow.output or not published or _reads_published(data):
            continue
        unread = file.unread(data.flow.workflow, published, {"tasks": ""})
        for name in unread - misspelt(data) - SECTIONS if unread else ():
            wasted = [site for site in published[name] if not _told_after_error(data, site)]
            if wasted:
                yield RULE.at(
                    data.flow.sites.span(wasted[0]),
                    f"'{name}' is published and never read",
                    help="take it out, or give it out under `output`",
                    related=published_here(data, wasted[1:], "here too"),
                )


def _told_after_error(data: WorkflowData, site: Site) -> bool:
    """Without `output-on-error` a workflow that fails gives all that was published: what is for that is read."""
    workflow = data.flow.workflow
    if workflow.output_on_error is not None or data.flow.graph is None or site.point.task is None:
        return False
    failing = any(edge.target == "fail" for edge in data.flow.graph.outbound(site.point.task))
    return failing or site.point.event is Event.ERROR


def _reads_published(data: WorkflowData) -> bool:
    """`task(x).published` reads without naming."""
    return any("published" in examined.text.text for examined in data.examined)


RULE = Rule(
    code="W504",
    title="a variable is published and never read",
    explanation="No expression of the workflow reads the variable, and `output` does not give it out. It is carried "
    "along and stored for nothing; often its name, or that of a variable read elsewhere, is misspelt.",
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
        finished_at: <% now() %>
""",
    good="""\
version: '2.0'
backup:
  output:
    image: <% $.image_id %>
    finished: <% $.finished_at %>
  tasks:
    snapshot:
      action: nova.servers_create_image server="a1b2" image_name="backup"
      publish:
        image_id: <% task().result %>
        finished_at: <% now() %>
""",
    check=check,
)
