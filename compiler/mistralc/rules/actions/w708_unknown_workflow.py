"""W708: a workflow that is in none of the files."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic, Names, respell
from mistralc.model import Definitions
from mistralc.rules.actions.calls import CallSite
from mistralc.rules.actions.facts import facts
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """A warning: it may have been uploaded from elsewhere. If not, the task fails."""
    scopes: dict[str | None, tuple[Names, Names]] = {}
    for fact in facts(definitions, project):
        site = fact.site
        if site.is_workflow and fact.is_unknown:
            if site.workbook not in scopes:
                scopes[site.workbook] = Names(_mates(site.workbook, project)), Names(project.workflows)
            yield _unknown(site, scopes[site.workbook])


def _mates(workbook: str | None, project: Project) -> list[str]:
    """The workflows of a workbook, by their short names."""
    own = f"{workbook}."
    return [name.removeprefix(own) for name in project.workflows if workbook and name.startswith(own)]


def _unknown(site: CallSite, scopes: tuple[Names, Names]) -> Diagnostic:
    return RULE.at(
        site.span,
        f"no workflow '{site.name}' is defined in the files that are checked",
        help=respell(
            site.name,
            site.span,
            *scopes,
            otherwise="check the file that defines it together with this one, or define it",
        ),
    )


RULE = Rule(
    code="W708",
    title="a workflow that is defined nowhere",
    explanation="Mistral looks for the workflow that a task calls when the task starts: `name` in the same workbook, "
    "then a workflow of the full name. This one is in none of the files that are checked; if it is not uploaded from "
    "elsewhere, the task fails.",
    bad="""\
version: '2.0'
send:
  input:
    - message
    - queue: main
  tasks:
    put:
      action: std.echo output=<% $.message + $.queue %>
backup:
  tasks:
    report:
      workflow: sned
      input:
        message: done
""",
    good="""\
version: '2.0'
send:
  input:
    - message
    - queue: main
  tasks:
    put:
      action: std.echo output=<% $.message + $.queue %>
backup:
  tasks:
    report:
      workflow: send
      input:
        message: done
""",
    check_among=check,
)
