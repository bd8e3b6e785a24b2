"""W652: a comparison of values that are never equal."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.expressions.types import Kind
from mistralc.model import Definitions
from mistralc.rules.expressions.found import diagnostic, findings
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """`=` and `!=` of YAQL take any two values; those of different types are different."""
    for examined, finding in findings(definitions, {Kind.COMPARISON}):
        yield diagnostic(RULE, examined, finding, finding.message, "compare values of one type")


RULE = Rule(
    code="W652",
    title="a comparison of values that are never equal",
    explanation="Values of different types are never equal in YAQL: the number 3 is not the text '3', what `task(x)` "
    "gives is a dict and not a state. Where all values are known, as those of a task's state or of a variable that is "
    "only published as certain words, a word that is none of them is never met, either (`task(x).state = 'SUCCES'`). "
    "The comparison has the same outcome in every run.",
    bad="""\
version: '2.0'
probe:
  input: [url]
  tasks:
    get:
      action: std.http url=<% $.url %>
      on-success:
        - fail: <% task().result.status = '204' %>
""",
    good="""\
version: '2.0'
probe:
  input: [url]
  tasks:
    get:
      action: std.http url=<% $.url %>
      on-success:
        - fail: <% task().result.status = 204 %>
""",
    check=check,
)
