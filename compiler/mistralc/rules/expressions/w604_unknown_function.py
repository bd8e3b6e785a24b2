"""W604: a function or filter that Mistral does not have."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic
from mistralc.model import Definitions
from mistralc.rules.expressions.found import SITES, diagnostic, findings
from mistralc.rules.rule import Rule


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Functions of the languages, of Mistral, and of sites that are installed here."""
    for examined, finding in findings(definitions, SITES):
        otherwise = "see `mistralc functions`; functions of a site are known where its package is installed"
        yield diagnostic(RULE, examined, finding, finding.message, otherwise)


RULE = Rule(
    code="W604",
    title="a function or filter that Mistral does not have",
    explanation="Neither the expression language nor Mistral has a function, filter or test of this name, and no "
    "package installed here adds one (entry point group `mistral.expression.functions`). Unless the place where the "
    "workflow runs adds it, the expression fails. `mistralc functions` lists what there is.",
    bad="""\
version: '2.0'
greeting:
  input: [name]
  tasks:
    hello:
      action: std.echo
      input:
        output: <% cocnat('Hello ', $.name) %>
""",
    good="""\
version: '2.0'
greeting:
  input: [name]
  tasks:
    hello:
      action: std.echo
      input:
        output: <% concat('Hello ', $.name) %>
""",
    check=check,
)
