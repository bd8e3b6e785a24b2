"""W602: an expression that cannot be read, where Mistral does not look until it is reached."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.expressions.syntax import faults
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral's `validate_expr` looks at the texts directly in a mapping and not at what is nested in them."""
    for text, error in faults(definitions):
        if not text.validated:
            yield RULE.at(
                text.span() if error.offset is None else text.span(error.offset, error.end),
                f"this expression will fail when it is reached: {error.message}",
                help="mend it: Mistral accepts the definition and stumbles over it at run time",
            )


RULE = Rule(
    code="W602",
    title="an expression that will fail when it is reached",
    explanation="Mistral checks the syntax of expressions that stand directly under `input`, `publish`, `output` and "
    "`vars`. Those deeper inside lists and mappings, in `output-on-error`, `target` and in names of actions are found "
    "wrong only when they are evaluated.",
    bad="""\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.echo
      input:
        output:
          text: <% 'Hello ' + %>
""",
    good="""\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.echo
      input:
        output:
          text: <% 'Hello ' + 'you' %>
""",
    check=check,
)
