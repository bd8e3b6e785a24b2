"""W605: a call that fits no function."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.expressions.found import CALLS, certain
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """yaql chooses a function by the number and names of its arguments, and fails when none fits."""
    return certain(RULE, definitions, CALLS, "see `mistralc functions NAME` for the ways to call it")


RULE = Rule(
    code="W605",
    title="a call that fits no function",
    explanation="There is a function of this name, but none that is called this way: a method is called as a function "
    "or the other way round, an argument is missing or too many, or a named argument does not exist. The expression "
    "fails whenever it is evaluated.",
    bad="""\
version: '2.0'
greeting:
  input: [name]
  tasks:
    hello:
      action: std.echo
      input:
        output: <% $.name.toUpper('all') %>
""",
    good="""\
version: '2.0'
greeting:
  input: [name]
  tasks:
    hello:
      action: std.echo
      input:
        output: <% $.name.toUpper() %>
""",
    check=check,
)
