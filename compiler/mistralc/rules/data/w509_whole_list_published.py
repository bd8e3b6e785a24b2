"""W509: the whole result of a list action is published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mistralc.analysis.dataflow import Site, WorkflowData, data_of
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.rule import Rule

_WHOLE = re.compile(r"(?:<%|\{\{)\s*task\(\s*['\"]?(?P<name>[^'\")]*?)['\"]?\s*\)\.result\s*(?:%>|\}\})")
_LIST = re.compile(r"\w+\.(?:\w*_list|list_\w+|\w*_findall)")


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Published values are copied into the context of every task that follows."""
    for data in data_of(definitions).workflows:
        for sites in (*data.flow.sites.published.values(), *data.flow.sites.globals.values()):
            for site in sites:
                action = _listing(data, site)
                if action:
                    yield RULE.at(
                        data.flow.workflow.document.span(site.path),
                        f"the whole result of {action} is carried along as '{site.name}'",
                        help="publish what is needed of it, as in task().result.select($.id)",
                    )


def _listing(data: WorkflowData, site: Site) -> str | None:
    """The list action whose result the value is; after an error of the task it is a message."""
    match = _WHOLE.fullmatch(site.value) if isinstance(site.value, str) else None
    name = (match["name"] or site.point.task or "") if match else ""
    if not data.flow.has_succeeded(name, site.point):
        return None
    task = data.flow.workflow.tasks[name]
    if task.action is None or not _LIST.fullmatch(task.action.name):
        return None
    narrowed = (isinstance(task.input, dict) and "limit" in task.input) or "limit" in task.action.params
    return None if narrowed else task.action.name


RULE = Rule(
    code="W509",
    title="the whole result of a list action is published",
    explanation="A list of servers, images or nodes holds everything about each of them. Published as it is, it is "
    "stored with every task that follows and handed to each of them; large ones exceed the limit on the size of a "
    "field (1 MB) and fail the task. Select what is used.",
    bad="""\
version: '2.0'
inventory:
  tasks:
    servers:
      action: nova.servers_list
      publish:
        servers: <% task().result %>
""",
    good="""\
version: '2.0'
inventory:
  tasks:
    servers:
      action: nova.servers_list
      publish:
        servers: <% task().result.select($.id) %>
""",
    check=check,
)
