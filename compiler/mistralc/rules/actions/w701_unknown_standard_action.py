"""W701: an action of Mistral that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.actions import STANDARD
from mistralc.diagnostics import Diagnostic, respell
from mistralc.model import Definitions
from mistralc.rules.actions.calls import CallSite
from mistralc.rules.actions.facts import facts
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Names with `std.`: what Mistral has of them is known, an ad-hoc action of such a name comes first."""
    for fact in facts(definitions, project):
        if not fact.site.is_workflow and fact.site.name.startswith("std.") and fact.callee is None:
            yield _unknown(fact.site)


def _unknown(site: CallSite) -> Diagnostic:
    names = [signature.name for signature in STANDARD]
    return RULE.at(
        site.span,
        f"there is no action '{site.name}'",
        help=respell(site.name, site.span, names, otherwise=f"the actions are {', '.join(names)}"),
    )


RULE = Rule(
    code="W701",
    title="a standard action that does not exist",
    explanation="The actions of Mistral itself are named `std.…`. A task with another name of that form fails "
    "when it is reached, and its on-error is not looked at.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.ecoh output="hi"
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.echo output="hi"
""",
    check_among=check,
)
