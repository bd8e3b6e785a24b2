"""W952: an input that becomes part of a command or program."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mistralc.analysis.dataflow import Examined, Read, Site, WorkflowData, data_of
from mistralc.analysis.texts import Moment
from mistralc.diagnostics import Diagnostic, Label
from mistralc.expressions.types import BOOL, FLOAT, INT, NULL, members
from mistralc.model import Definitions
from mistralc.rules.rule import Rule

_COMMANDS = {
    ("std.ssh", "cmd"): "the shell",
    ("std.ssh_proxied", "cmd"): "the shell",
    ("std.javascript", "script"): "JavaScript",
    ("std.js", "script"): "JavaScript",
}
_HARMLESS = {NULL, BOOL, INT, FLOAT}
_NOTHING_ELSE = re.compile(r"<%\s*\$\.\w+\s*%>|\{\{\s*_\.\w+\s*\}\}")


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """A command that is an input as a whole is meant to be one; a part of a command is not."""
    for data in data_of(definitions).workflows:
        for examined in data.examined:
            reader = _reader(data, examined)
            if reader is None or _NOTHING_ELSE.fullmatch(examined.text.text.strip()):
                continue
            for read in examined.reads:
                source = _source(data, read.variable.sites, frozenset())
                if source and not set(members(read.variable.type)) <= _HARMLESS and not _quoted(examined, read):
                    yield RULE.at(
                        examined.text.span(read.start, read.end),
                        f"the input '{source.name}' becomes part of what {reader} executes",
                        help="quote it ('<% … %>') and allow only the values you expect, or pass it another way",
                        related=(Label(data.flow.sites.span(source), "comes from outside"),),
                    )


def _reader(data: WorkflowData, examined: Examined) -> str | None:
    """Who executes the text, if it is a command."""
    text = examined.text
    task = data.flow.workflow.tasks.get(text.point.task or "")
    if task is None or task.action is None or text.point.moment is not Moment.ITEM:
        return None
    return _COMMANDS.get((task.action.name, text.name))


def _source(data: WorkflowData, sites: tuple[Site, ...], seen: frozenset[Site]) -> Site | None:
    """The input that a value comes from, through what tasks publish of it."""
    declared = {declared.at for declared in data.flow.workflow.input}
    for site in sites:
        if site.path in declared:
            return site
        if site not in seen:
            for examined in data.by_path.get(site.path, ()):
                for read in examined.reads:
                    found = _source(data, read.variable.sites, seen | {site})
                    if found:
                        return found
    return None


def _quoted(examined: Examined, read: Read) -> bool:
    """Whether the expression stands between single quotes of the command."""
    text = examined.text.text
    before = text[: text.rfind("<%", 0, read.start)] if "<%" in text else text[: text.rfind("{{", 0, read.start)]
    return before.count("'") % 2 == 1


RULE = Rule(
    code="W952",
    title="an input becomes part of a command",
    explanation="The text between `<%` and `%>` is put into the command as it is. Whoever may start the workflow can "
    "give a value such as `x; rm -rf /` and have it executed on the host, with the rights of its user. The same goes "
    "for programs of std.javascript.",
    bad="""\
version: '2.0'
cleanup:
  input: [host, folder]
  tasks:
    remove:
      action: std.ssh
      input:
        host: <% $.host %>
        username: backup
        cmd: rm -r /var/backup/<% $.folder %>
""",
    good="""\
version: '2.0'
cleanup:
  input: [host, folder]
  tasks:
    remove:
      action: std.ssh
      input:
        host: <% $.host %>
        username: backup
        cmd: rm -r '/var/backup/<% $.folder %>'
""",
    check=check,
)
