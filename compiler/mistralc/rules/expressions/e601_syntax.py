"""E601: an expression that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mistralc.analysis.texts import Text
from mistralc.diagnostics import Diagnostic, Remedy, Span, replace
from mistralc.model import Definitions
from mistralc.rules.expressions.syntax import faults
from mistralc.rules.rule import Rule

if TYPE_CHECKING:
    from mistralc.expressions import ExpressionSyntaxError


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: lang/base.py `validate_expr`, wherever it is called."""
    for text, error in faults(definitions):
        if text.validated and error.language:
            place = text.span() if error.offset is None else text.span(error.offset, error.end)
            yield RULE.at(
                place,
                f"this {_LANGUAGES[error.language]} expression cannot be read: {error.message}",
                help=_meant(text, error, place) or _HELP[error.language],
            )


def _meant(text: Text, error: ExpressionSyntaxError, place: Span) -> Remedy | None:
    """The operator that one of another language can only have meant; certain when that was all that was wrong."""
    start, end = error.offset or 0, error.end or 0
    spelt = text.text[start:end]
    meant = _OPERATORS.get(spelt) or _OPERATORS.get(spelt.upper())
    if error.language != "yaql" or meant is None:
        return None
    before, after = text.text[:start], text.text[end:]
    written = f"{'' if before[-1:].isspace() else ' '}{meant}{'' if after[:1].isspace() else ' '}"
    return Remedy(f"write `{meant}`", replace(place, written, sure=_is_valid(before + written + after)))


def _is_valid(text: str) -> bool:
    from mistralc.expressions import ExpressionSyntaxError, validate

    try:
        validate(text)
    except ExpressionSyntaxError:
        return False
    return True


_OPERATORS = {"==": "=", "!==": "!=", "<>": "!=", "&&": "and", "||": "or", "AND": "and", "OR": "or", "IN": "in"}
"""YAQL's name for operators of other languages, and for its own in capitals."""


_LANGUAGES = {"yaql": "YAQL", "jinja": "Jinja"}
_HELP = {
    "yaql": "mend the expression between `<%` and `%>`; text inside it stands in quotes",
    "jinja": "mend the expression between `{{` and `}}`; text inside it stands in quotes",
}

RULE = Rule(
    code="E601",
    title="an expression cannot be read",
    explanation="The text between `<%` and `%>` is YAQL, between `{{` and `}}` it is Jinja. Mistral rejects a "
    "definition in which such a text does not follow the grammar of its language.",
    bad="""\
version: '2.0'
greeting:
  input: [name]
  tasks:
    hello:
      action: std.echo
      input:
        output: <% 'Hello ' + %>
""",
    good="""\
version: '2.0'
greeting:
  input: [name]
  tasks:
    hello:
      action: std.echo
      input:
        output: <% 'Hello ' + $.name %>
""",
    check=check,
)
