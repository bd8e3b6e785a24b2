"""W706: an argument of the wrong type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mistralc.diagnostics import Diagnostic
from mistralc.expressions import is_expression
from mistralc.model import Definitions
from mistralc.model.wording import describe
from mistralc.rules.actions.facts import facts
from mistralc.rules.project import Project
from mistralc.rules.rule import Rule
from mistralc.source import Path

if TYPE_CHECKING:
    from mistralc.expressions.types import Type


def check(definitions: Definitions, project: Project) -> Iterator[Diagnostic]:
    """Arguments that are written out, and expressions whose type is known for certain."""
    from mistralc.expressions.types import is_of, may_be, parse_type

    computed = _computed(definitions)
    for fact in facts(definitions, project):
        site, callee = fact.site, fact.callee
        if callee is None or callee.signature is None:
            continue
        for argument in site.arguments.values():
            parameter = callee.signature.parameter(argument.name)
            if parameter is None or parameter.type == "any":
                continue
            wanted = parse_type(parameter.type)
            if not _evaluated(argument.value):
                wrong = "" if is_of(argument.value, wanted) else describe(argument.value)
            else:
                found = computed.get((site.at, argument.name))
                wrong = "" if found is None or may_be(found, wanted) else str(found)
            if wrong:
                yield RULE.at(
                    argument.span,
                    f"'{argument.name}' of {callee.what} is {parameter.type}, not {wrong}",
                    help=f"give {parameter.type.replace(' | ', ' or ')}: {parameter.doc}",
                )


def _computed(definitions: Definitions) -> dict[tuple[Path, str], Type]:
    """The types of arguments that are one text with an expression, by the place of the call and the name."""
    from mistralc.analysis.dataflow import data_of

    found: dict[tuple[Path, str], Type] = {}
    for examined in data_of(definitions).examined():
        path, name = examined.text.path, examined.text.name
        if path[-1] in ("action", "base"):
            found[path[:-1], name] = examined.type
        elif path[-2:-1] in (("input",), ("base-input",)):
            found[path[:-2], name] = examined.type
    return found


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
