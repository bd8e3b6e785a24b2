"""W654: an input whose default does not fit its use."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import data_of
from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.expressions.found import diagnostic
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Callers may give other values than the default, so this is no more than likely."""
    for examined in data_of(definitions).examined():
        for finding in examined.doubts:
            message = f"with inputs like their defaults: {finding.message}"
            otherwise = "convert the value, or give the input a default of the type that is meant"
            yield diagnostic(RULE, examined, finding, message, otherwise)


RULE = Rule(
    code="W654",
    title="an input whose default does not fit its use",
    explanation="The default of an input tells what it is meant to be. This expression fails, or a comparison has "
    "always the same outcome, for a value of the default's type. Callers may give other values, so the default may be "
    "what is wrong.",
    bad="""\
version: '2.0'
greeting:
  input:
    - times: 3
  tasks:
    hello:
      action: std.echo
      input:
        output: <% 'times ' + $.times %>
""",
    good="""\
version: '2.0'
greeting:
  input:
    - times: 3
  tasks:
    hello:
      action: std.echo
      input:
        output: <% 'times ' + str($.times) %>
""",
    check=check,
)
