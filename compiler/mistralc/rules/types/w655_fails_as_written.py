"""W655: an expression that fails with the values written in it."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import data_of
from mistralc.diagnostics import Diagnostic, Span
from mistralc.expressions import ExpressionError
from mistralc.model import Definitions
from mistralc.rules.rule import Rule
from mistralc.rules.types.constants import failing_calls, value_of


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Expressions of constants alone are evaluated here as Mistral will, and so are some calls in others."""
    for examined in data_of(definitions).examined():
        whole = value_of(examined)
        if isinstance(whole, ExpressionError):
            yield _diagnostic(examined.text.span(), "expression", whole)
        elif whole is None:
            for start, end, error in failing_calls(examined):
                yield _diagnostic(examined.text.span(start, end), "call", error)


def _diagnostic(place: Span, what: str, error: ExpressionError) -> Diagnostic:
    reason = (error.reason or str(error)).splitlines()[0]
    return RULE.at(place, f"this {what} always fails: {reason}", help="mend it, or write the value that is meant")


RULE = Rule(
    code="W655",
    title="an expression that fails with the values written in it",
    explanation="The expression reads nothing: it has the same outcome in every run, and that is an error. A text is "
    "no number, a list has no such element.",
    bad="""\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.echo
      input:
        output: <% int('three') + 1 %>
""",
    good="""\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.echo
      input:
        output: <% int('3') + 1 %>
""",
    check=check,
)
