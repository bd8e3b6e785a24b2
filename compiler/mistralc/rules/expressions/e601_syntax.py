"""E601: an expression that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.expressions.syntax import faults
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: lang/base.py `validate_expr`, wherever it is called."""
    for text, error in faults(definitions):
        if text.validated and error.language:
            place = text.span() if error.offset is None else text.span(error.offset, error.end)
            yield RULE.at(
                place,
                f"this {_LANGUAGES[error.language]} expression cannot be read: {error.message}",
                help=_HELP[error.language],
            )


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
