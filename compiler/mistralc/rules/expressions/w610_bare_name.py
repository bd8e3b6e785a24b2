"""W610: a name that does not mean what it seems to."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.dataflow import data_of
from mistralc.diagnostics import Diagnostic, Remedy, replace
from mistralc.expressions.types import NOT_WORDS, Kind
from mistralc.expressions.yaql.ast import Binary, Keyword, Node, Variable
from mistralc.expressions.yaql.walk import unwrapped, walk
from mistralc.model import Definitions
from mistralc.rules.expressions.found import diagnostic, findings, is_condition
from mistralc.rules.rule import Rule

_OPERATORS = frozenset({"=", "!=", "<", ">", "<=", ">=", "and", "or", "in"})


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """YAQL: a bare word is a text, `$word` a variable of the expression; Jinja: `word` a variable of the template."""
    for examined, finding in findings(definitions, {Kind.UNKNOWN_NAME}):
        yield diagnostic(RULE, examined, finding, finding.message, "")
    for examined in data_of(definitions).examined():
        for offset, tree in examined.trees:
            for node, message, meant in _words(tree, alone=not is_condition(examined)):
                place = examined.text.span(offset + node.start, offset + node.end)
                yield RULE.at(place, message, help=Remedy(f"write {meant}", replace(place, meant)))


def _words(tree: Node, *, alone: bool) -> Iterator[tuple[Node, str, str]]:
    """The names, what is wrong with each, and what is meant. A word `alone` as a condition is told by W653."""
    whole = unwrapped(tree)
    nodes = list(walk(tree))
    bound = {node.name for node in nodes if isinstance(node, Keyword)}
    if alone and isinstance(whole, Keyword):
        meant = NOT_WORDS.get(whole.name.lower())
        yield whole, f"`{whole.name}` is a text here and not {meant or 'the variable'}", meant or f"$.{whole.name}"
    for node in nodes:
        if isinstance(node, Variable) and _is_name(node.name[1:]) and node.name[1:] not in bound:
            yield node, f"`{node.name}` is null: a variable is read from `$`", f"$.{node.name[1:]}"
        elif isinstance(node, Binary) and node.operator in _OPERATORS:
            for side in map(unwrapped, (node.left, node.right)):
                if isinstance(side, Keyword) and side.name.lower() in NOT_WORDS:
                    yield side, f"`{side.name}` is a text in YAQL", NOT_WORDS[side.name.lower()]


def _is_name(text: str) -> bool:
    """Not `$` or `$1`, which expressions give values to, nor what Mistral gives one."""
    return text[:1].isalpha()


RULE = Rule(
    code="W610",
    title="a name that does not mean what it seems to",
    explanation="Variables of a workflow are read from the context: `$.name` in YAQL, `_.name` in Jinja. In YAQL a "
    "bare word is a text, also `None` and `True` (YAQL has null and true), and `$name` is a variable that `let` and "
    "the like define, or null. In Jinja a bare name that the template does not define makes the expression fail.",
    bad="""\
version: '2.0'
greeting:
  input: [name]
  tasks:
    hello:
      action: std.echo output=<% $.name %>
      publish:
        greeted: <% name %>
      on-success:
        - report: <% $.greeted != None %>
    report:
      action: std.echo output=<% $.greeted %>
""",
    good="""\
version: '2.0'
greeting:
  input: [name]
  tasks:
    hello:
      action: std.echo output=<% $.name %>
      publish:
        greeted: <% $.name %>
      on-success:
        - report: <% $.greeted != null %>
    report:
      action: std.echo output=<% $.greeted %>
""",
    check=check,
)
