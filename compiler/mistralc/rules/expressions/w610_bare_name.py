"""W610: a name that does not mean what it seems to."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mistralc.analysis.dataflow import Examined, data_of
from mistralc.diagnostics import Diagnostic, Remedy, replace
from mistralc.expressions.types import Kind
from mistralc.expressions.yaql.ast import Binary, Keyword, Node, Variable
from mistralc.expressions.yaql.walk import unwrapped, walk
from mistralc.model import Definitions
from mistralc.rules.expressions.found import diagnostic, findings
from mistralc.rules.rule import Rule

_LITERALS = {"None": "null", "Null": "null", "nil": "null", "undefined": "null", "True": "true", "False": "false"}
_OPERATORS = frozenset({"=", "!=", "<", ">", "<=", ">=", "and", "or", "in"})


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """YAQL: a bare word is a text, `$word` a variable of the expression; Jinja: `word` a variable of the template."""
    for examined, finding in findings(definitions, {Kind.UNKNOWN_NAME}):
        yield diagnostic(RULE, examined, finding, finding.message, "")
    for data in data_of(definitions).workflows:
        for examined in data.examined:
            if examined.tree:
                yield from _words(examined, examined.tree, data.flow.names(examined.text.point))


def _words(examined: Examined, tree: Node, names: Collection[str]) -> Iterator[Diagnostic]:
    whole = unwrapped(tree)
    bound = {node.name for node in walk(tree) if isinstance(node, Keyword)}
    if isinstance(whole, Keyword) and whole.name in names:
        yield _found(examined, whole, f"`{whole.name}` is a text here and not the variable", f"$.{whole.name}")
    for node in walk(tree):
        if isinstance(node, Variable) and node.name[1:] in names and node.name[1:] not in bound:
            yield _found(examined, node, f"`{node.name}` is null: a variable is read from `$`", f"$.{node.name[1:]}")
        elif isinstance(node, Binary) and node.operator in _OPERATORS:
            for side in map(unwrapped, (node.left, node.right)):
                if isinstance(side, Keyword) and side.name in _LITERALS:
                    yield _found(examined, side, f"`{side.name}` is a text in YAQL", _LITERALS[side.name])


def _found(examined: Examined, node: Node, message: str, meant: str) -> Diagnostic:
    begin = examined.text.text.index("<%") + len("<%")
    source = examined.text.text[begin:]
    offset = begin + len(source) - len(source.lstrip())
    place = examined.text.span(offset + node.start, offset + node.end)
    return RULE.at(place, message, help=Remedy(f"write {meant}", replace(place, meant)))


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
