"""W704: an argument that the action does not take."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic, respell
from mistralc.model import Definitions
from mistralc.rules.actions.callee import Scope
from mistralc.rules.actions.calls import calls
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Mistral: `ActionDescriptor.check_parameters`; the task fails without its on-error being looked at."""
    scope = Scope(definitions, project)
    for site in calls(definitions):
        callee = None if site.is_workflow else scope.callee(site)
        if callee is None:
            continue
        for name in callee.unknown(site.arguments):
            free = [known for known in callee.names if known not in site.arguments]
            place = site.arguments[name].name_span
            yield RULE.at(
                place,
                f"{callee.what} has no parameter '{name}'",
                help=respell(name, place, free, otherwise=_known(callee.names)),
                related=(callee.declared,) if callee.declared else (),
            )


def _known(names: tuple[str, ...]) -> str:
    return f"its parameters are {', '.join(names)}" if names else "remove it: the action takes no parameters"


RULE = Rule(
    code="W704",
    title="an argument that the action does not take",
    explanation="Mistral compares the arguments of a call with the parameters of the action when the task "
    "starts. With one too many the task and the workflow fail, and on-error is not looked at.",
    bad="""\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.http
      input:
        url: http://example.org
        metod: POST
""",
    good="""\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.http
      input:
        url: http://example.org
        method: POST
""",
    check_among=check,
)
