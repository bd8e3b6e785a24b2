"""I713: an ad-hoc action that nothing calls."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic, near
from mistralc.model import Action, Definitions
from mistralc.rules.actions.callee import Scope
from mistralc.rules.actions.calls import calls, dynamic_calls
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Only in workbooks with workflows: a file of actions alone is there for others."""
    if not definitions.workbook or not definitions.workflows or any(map(dynamic_calls, project.files)):
        return
    called = [found for part in project.files for found in _called(part, project)]
    used = {id(action) for action in called if isinstance(action, Action)}
    misspelt = [name for name in called if isinstance(name, str)]
    for action in definitions.actions:
        if id(action) not in used and not near(action.name, misspelt):
            yield RULE.at(
                action.document.key_span(action.at),
                f"nothing calls the ad-hoc action '{action.name}'",
                help="remove it, if nothing outside these files calls it",
            )


def _called(part: Definitions, project: Project) -> Iterator[Action | str]:
    """The ad-hoc actions that are called, and the names that are none."""
    scope = Scope(part, project)
    for site in calls(part):
        if not site.is_workflow:
            yield scope.action(site.name, site.workbook) or site.name


RULE = Rule(
    code="I713",
    title="an ad-hoc action that nothing calls",
    explanation="No workflow and no other ad-hoc action of the files that are checked calls this ad-hoc action of a "
    "workbook. It may be left over, or the task that should call it names another one.",
    bad="""\
version: '2.0'
name: book
actions:
  greet:
    base: std.echo output="hi"
  shout:
    base: std.echo output="HI"
workflows:
  hello:
    tasks:
      say:
        action: greet
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
