"""W706: an argument of the wrong type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mistralc.diagnostics import Diagnostic
from mistralc.expressions import is_expression
from mistralc.model import Definitions
from mistralc.model.wording import describe
from mistralc.rules.actions.callee import Scope
from mistralc.rules.actions.calls import calls
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Arguments that are written out; those from expressions are for the types of expressions."""
    from mistralc.expressions.types import is_of, parse_type

    scope = Scope(definitions, project)
    for site in calls(definitions):
        callee = scope.callee(site)
        if callee is None or callee.signature is None:
            continue
        for argument in site.arguments.values():
            parameter = callee.signature.parameter(argument.name)
            if parameter is None or parameter.type == "any" or _evaluated(argument.value):
                continue
            if not is_of(argument.value, parse_type(parameter.type)):
                yield RULE.at(
                    argument.span,
                    f"'{argument.name}' of {callee.what} is {parameter.type}, not {describe(argument.value)}",
                    help=f"give {parameter.type.replace(' | ', ' or ')}: {parameter.doc}",
                )


def _evaluated(value: Any) -> bool:
    """Whether the value is not known before the run."""
    if isinstance(value, dict):
        return any(map(_evaluated, value.values()))
    return any(map(_evaluated, value)) if isinstance(value, list) else is_expression(value)


RULE = Rule(
    code="W706",
    title="an argument of the wrong type",
    explanation="The action fails when it gets a value of this type. Mistral does not compare types: it says so, "
    "in the words of some library, when the action runs.",
    bad="""\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.http
      input:
        url: http://example.org
        headers: application/json
""",
    good="""\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.http
      input:
        url: http://example.org
        headers:
          Accept: application/json
""",
    check_among=check,
)
