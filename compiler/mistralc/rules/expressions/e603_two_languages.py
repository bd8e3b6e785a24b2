"""E603: YAQL and Jinja in one text."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.expressions.syntax import faults
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: expressions/__init__.py `validate`."""
    for text, error in faults(definitions):
        if text.validated and error.language is None:
            place = text.span() if error.offset is None else text.span(error.offset, error.offset + 2)
            yield RULE.at(
                place,
                "YAQL and Jinja expressions cannot be mixed in one text",
                help="write the whole text in one of the two languages",
            )


RULE = Rule(
    code="E603",
    title="two expression languages in one text",
    explanation="A text is evaluated by one language. One that holds both `<% %>` and `{{ }}` is rejected.",
    bad="""\
version: '2.0'
greeting:
  input: [name, place]
  tasks:
    hello:
      action: std.echo
      input:
        output: "{{ _.name }} in <% $.place %>"
""",
    good="""\
version: '2.0'
greeting:
  input: [name, place]
  tasks:
    hello:
      action: std.echo
      input:
        output: "<% $.name %> in <% $.place %>"
""",
    check=check,
)
