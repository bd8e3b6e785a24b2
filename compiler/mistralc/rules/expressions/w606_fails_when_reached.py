"""W606: a part of an expression that fails when it is evaluated."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.expressions.found import CALLS, VALUES, diagnostic, findings
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """What W605, W650 and W651 say of the whole, where only a part of the expression is concerned."""
    for examined, finding in findings(definitions, CALLS | VALUES):
        if not finding.always:
            message = f"when this part is evaluated: {finding.message}"
            yield diagnostic(RULE, examined, finding, message, "mend it: it fails the first time a run gets there")


RULE = Rule(
    code="W606",
    title="a part of an expression that fails when it is evaluated",
    explanation="The right side of `and` and `or`, the values of `switch` and what is done with each element of a list "
    "are evaluated only in some runs. This one fails then.",
    bad="""\
version: '2.0'
greeting:
  input: [names]
  tasks:
    hello:
      action: std.echo
      input:
        output: <% $.names.select('Hello ' + 1) %>
""",
    good="""\
version: '2.0'
greeting:
  input: [names]
  tasks:
    hello:
      action: std.echo
      input:
        output: <% $.names.select('Hello ' + str(1)) %>
""",
    check=check,
)
