"""W650: operands or arguments of a type that is not taken."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.expressions.types import Kind
from mistralc.model import Definitions
from mistralc.rules.expressions.found import certain
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """yaql has no implicit conversions: `'a' + 1` finds no operator; Jinja has those of Python."""
    otherwise = "convert the value: str(…), int(…), list(…), x.toList()"
    return certain(RULE, definitions, {Kind.TYPES}, otherwise)


RULE = Rule(
    code="W650",
    title="operands or arguments of a type that is not taken",
    explanation="YAQL and Jinja convert nothing by themselves: text and a number are not added, in YAQL a generator "
    "has no index and no length, a function takes only the types it was made for. The types are known from literals, "
    "from what tasks publish, and from the results of standard actions; what comes from inputs may be anything.",
    bad="""\
version: '2.0'
greeting:
  vars:
    count: 3
  tasks:
    hello:
      action: std.echo
      input:
        output: <% 'times ' + $.count %>
""",
    good="""\
version: '2.0'
greeting:
  vars:
    count: 3
  tasks:
    hello:
      action: std.echo
      input:
        output: <% 'times ' + str($.count) %>
""",
    check=check,
)
