"""W704: an argument that the action does not take."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.actions.facts import facts
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Mistral: `ActionDescriptor.check_parameters`; the task fails without its on-error being looked at."""
    for fact in facts(definitions, project):
        if fact.callee is None or fact.site.is_workflow:
            continue
        for stray in fact.strays:
            yield RULE.at(
                stray.name_span,
                f"{fact.what} has no parameter '{stray.name}'",
                help=fact.nearest(stray, otherwise=_known(fact.callee.names)),
                related=fact.related,
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
