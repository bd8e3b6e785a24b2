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
from mistralc.source import Path

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
            for read in examined.reads if reader else ():
                source = _source(data, read.variable.sites, frozenset(), composed=_is_composed(examined))
                if source and not set(members(read.variable.type)) <= _HARMLESS and not _quoted(examined, read):
                    label = Label(data.flow.sites.span(source), "comes from outside")
                    yield _part(examined, read, source.name, reader or "", label)
    yield from _below(definitions)


def _below(definitions: Definitions) -> Iterator[Diagnostic]:
    """Ad-hoc actions, whose input the tasks give."""
    written: dict[Path, list[Examined]] = {}
    for examined in data_of(definitions).actions:
        if examined.text.point.moment is Moment.BASE:
            written.setdefault(examined.text.path[: len(definitions.actions[0].at)], []).append(examined)
    for action in definitions.actions:
        declared = {declared.name: declared.at for declared in action.input}
        for examined in written.get(action.at, ()):
            reader = _COMMANDS.get((action.base.name, examined.text.name))
            for read in examined.reads if reader and _is_composed(examined) else ():
                if read.name in declared and not _quoted(examined, read):
                    source = Label(action.document.key_span(declared[read.name]), "comes from outside")
                    yield _part(examined, read, read.name, reader or "", source)


def _part(examined: Examined, read: Read, name: str, reader: str, source: Label) -> Diagnostic:
    return RULE.at(
        examined.text.span(read.start, read.end),
        f"the input '{name}' becomes part of what {reader} executes",
        help="quote it ('<% … %>') and allow only the values you expect, or pass it another way",
        related=(source,),
    )


def _reader(data: WorkflowData, examined: Examined) -> str | None:
    """Who executes the text, if it is a command."""
    text = examined.text
    task = data.flow.workflow.tasks.get(text.point.task or "")
    if task is None or task.action is None or text.point.moment is not Moment.ITEM:
        return None
    return _COMMANDS.get((task.action.name, text.name))


def _is_composed(examined: Examined) -> bool:
    return not _NOTHING_ELSE.fullmatch(examined.text.text.strip())


def _source(data: WorkflowData, sites: tuple[Site, ...], seen: frozenset[Site], *, composed: bool) -> Site | None:
    """The input that a value comes from, through `vars` and what tasks publish; `composed` when it is a part of it."""
    declared = {declared.at for declared in data.flow.workflow.input}
    for site in sites:
        if site.path in declared:
            if composed:
                return site
        elif site not in seen:
            for examined in data.by_path.get(site.path, ()):
                for read in examined.reads:
                    part = composed or _is_composed(examined)
                    found = _source(data, read.variable.sites, seen | {site}, composed=part)
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
