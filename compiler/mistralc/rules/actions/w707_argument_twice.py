"""W707: an argument that is given twice."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic, Label
from mistralc.model import Definitions
from mistralc.rules.actions.calls import calls
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: lang/v2/tasks.py, which merges the parameters of the call over the input."""
    for site in calls(definitions):
        for lost, counting in site.repeated:
            yield RULE.at(
                lost.name_span,
                f"'{lost.name}' is given twice: this value is lost",
                help="remove one of the two",
                related=(Label(counting.name_span, "this one counts"),),
            )


RULE = Rule(
    code="W707",
    title="an argument is given twice",
    explanation="An argument can be written in the call (`std.echo output=…`) or in `input`. Of one that is in both, "
    "the value in the call counts, without a word; of two in the call the last.",
    bad="""\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.echo output="hi"
      input:
        output: hello
""",
    good="""\
version: '2.0'
greeting:
  tasks:
    hello:
      action: std.echo
      input:
        output: hello
""",
    check=check,
)
