"""W607: a text that looks like an expression and is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mistralc.analysis.texts import texts
from mistralc.diagnostics import Diagnostic, Remedy, replace
from mistralc.expressions.text import language_of
from mistralc.model import Definitions
from mistralc.rules.rule import Rule

_VARIABLE = re.compile(
    r"\{?\s*\$\.[A-Za-z_]\w*(?:[.\[(].*)?\s*\}?|(?:task|execution|env)\([\w.'\"-]*\)(?:\.[A-Za-z_]\w*.*)?|_\.[A-Za-z_]\w*(?:\.\w+)*",
    re.S,
)
_MARKS = ("$.", "_.", "task(", "execution(", "env(")


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Texts where expressions are evaluated."""
    for text in texts(definitions):
        if any(mark in text.text for mark in _MARKS) and _is_meant_to_be_evaluated(text.text):
            if not definitions.is_intact(text.path):
                continue  # what stands here has to be an expression, and that has been said
            inside = text.text.strip().strip("{}").strip()
            left, right = ("{{", "}}") if inside.startswith("_.") else ("<%", "%>")
            meant = f"{left} {inside} {right}"
            place = text.span()
            yield RULE.at(
                place,
                f"this is a plain text: only what stands between `{left}` and `{right}` is evaluated",
                help=Remedy(f"write {meant}", replace(place, meant)),
            )


def _is_meant_to_be_evaluated(text: str) -> bool:
    return language_of(text) is None and _VARIABLE.fullmatch(text.strip()) is not None


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
