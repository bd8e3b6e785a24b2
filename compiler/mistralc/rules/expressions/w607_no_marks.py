"""W607: a text that looks like an expression and is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mistralc.analysis.texts import texts
from mistralc.diagnostics import Diagnostic, Remedy, replace
from mistralc.expressions.text import language_of
from mistralc.model import Definitions
from mistralc.rules.rule import Rule

_VARIABLE = re.compile(r"\{?\s*\$\.[A-Za-z_]\w*(?:[.\[(].*)?\s*\}?", re.S)


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Texts where expressions are evaluated."""
    for text in texts(definitions):
        if "$." in text.text and language_of(text.text) is None and _VARIABLE.fullmatch(text.text.strip()):
            if not definitions.is_intact(text.path):
                continue  # what stands here has to be an expression, and that has been said
            meant = f"<% {text.text.strip().strip('{}').strip()} %>"
            place = text.span()
            yield RULE.at(
                place,
                "this is a plain text: only what stands between `<%` and `%>` is evaluated",
                help=Remedy(f"write {meant}", replace(place, meant)),
            )


RULE = Rule(
    code="W607",
    title="a text that looks like an expression and is none",
    explanation="Version 1 of the language evaluated `$.name` and `{$.name}`. In version 2 an expression stands "
    "between `<%` and `%>`, and a text without these marks is taken as it is.",
    bad="""\
version: '2.0'
greeting:
  input:
    - name: you
  tasks:
    hello:
      action: std.echo output=<% $.name %>
      publish:
        greeted: $.name
""",
    good="""\
version: '2.0'
greeting:
  input:
    - name: you
  tasks:
    hello:
      action: std.echo output=<% $.name %>
      publish:
        greeted: <% $.name %>
""",
    check=check,
)
