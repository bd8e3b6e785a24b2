"""W702: an action nobody has defined."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.actions import STANDARD, is_openstack, known_names
from mistralc.diagnostics import Diagnostic, near, respell
from mistralc.model import Definitions
from mistralc.rules.actions.calls import CallSite
from mistralc.rules.actions.facts import facts
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Names without a dot, which only ad-hoc actions have, and names that are nearly those of known actions."""
    for fact in facts(definitions, project):
        site = fact.site
        if site.is_workflow or site.name.startswith("std.") or not fact.is_unknown:
            continue
        names = _names(site, project)
        if "." not in site.name or near(site.name, *names) or _is_of_service(site.name):
            yield RULE.at(
                site.span,
                f"no action '{site.name}' is defined in the files that are checked",
                help=respell(
                    site.name, site.span, *names, otherwise="define it, or check its file together with this one"
                ),
            )


def _names(site: CallSite, project: Project) -> list[list[str]]:
    """What the name may have meant: an action of the same workbook, of another file, of Mistral."""
    own = f"{site.workbook}."
    mates = [name.removeprefix(own) for name in project.actions if site.workbook and name.startswith(own)]
    known = known_names(site.name.partition(".")[0]) if is_openstack(site.name) else [s.name for s in STANDARD]
    return [mates, list(project.actions), list(known)]


def _is_of_service(name: str) -> bool:
    """Whether it is named as an action of an OpenStack service of which all actions are known."""
    return is_openstack(name) and bool(known_names(name.partition(".")[0]))


RULE = Rule(
    code="W702",
    title="an action that is defined nowhere",
    explanation="An action without a dot in its name is an ad-hoc action: defined in the same workbook or uploaded "
    "on its own. This one is in none of the files that are checked, so it is misspelt or comes from elsewhere. The "
    "same is said of a name that is nearly that of a known action, and of actions that an OpenStack service does "
    "not have.",
    bad="""\
version: '2.0'
name: book
actions:
  greet:
    base: std.echo output="hi"
workflows:
  hello:
    tasks:
      say:
        action: great
""",
    good="""\
version: '2.0'
name: book
actions:
  greet:
    base: std.echo output="hi"
workflows:
  hello:
    tasks:
      say:
        action: greet
""",
    check_among=check,
)
