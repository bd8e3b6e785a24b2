"""Conditions of YAQL and of Jinja as formulas."""

from __future__ import annotations

from jinja2 import nodes
from jinja2.exceptions import TemplateError

from mistralc.expressions.formula import Decided, Formula, Not, Proposition, Several, Side, comparison
from mistralc.expressions.text import whole_jinja
from mistralc.expressions.yaql.ast import Binary, Constant, Keyword, ListDisplay, Node, Unary
from mistralc.expressions.yaql.walk import children, unwrapped

_RELATIONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_OF_JINJA = {"eq": "=", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}


def of_yaql(node: Node) -> Formula:
    """The formula of a YAQL expression."""
    match unwrapped(node):
        case Constant(value=value):
            return Decided(bool(value))
        case Keyword():
            return Decided(True)
        case Unary(operator="not", operand=operand):
            return Not(of_yaql(operand))
        case Binary(operator="and" | "or" as operator, left=left, right=right):
            return Several((of_yaql(left), of_yaql(right)), every=operator == "and")
        case Binary(operator=operator, left=left, right=right) if operator in _RELATIONS:
            return comparison(_yaql_side(left), operator, _yaql_side(right))
        case Binary(operator="in", left=left, right=right):
            listed = unwrapped(right)
            values = [_yaql_side(item) for item in children(listed)] if isinstance(listed, ListDisplay) else []
            if values and all(value.is_constant for value in values):
                return Proposition(_written(left), "in", tuple(value.value for value in values))
    return Proposition(_written(node))


def _yaql_side(node: Node) -> Side:
    inner = unwrapped(node)
    if isinstance(inner, Constant):
        return Side(_written(inner), True, inner.value)
    return Side(_written(inner), True, inner.name) if isinstance(inner, Keyword) else Side(_written(inner))


def _written(node: Node) -> str:
    """A text that is the same for expressions written alike, whatever spaces and parentheses are in them."""
    inner = unwrapped(node)
    own = [getattr(inner, name) for name in ("operator", "name", "value") if hasattr(inner, name)]
    words = [repr(one) for one in own if not isinstance(one, Node)]
    return f"{type(inner).__name__}({', '.join([*words, *map(_written, children(inner))])})"


def of_jinja(text: str) -> Formula | None:
    """The formula of a text that is one `{{ }}`; None for another one."""
    from mistralc.expressions.jinja_language import parsed_expression

    try:
        source = whole_jinja(text)
        template = parsed_expression(source) if source is not None else None
    except (IndexError, TemplateError):
        return None
    output = template.body[0] if template else None
    return _of_node(output.nodes[0]) if isinstance(output, nodes.Output) else None


def _of_node(node: nodes.Node) -> Formula:
    match node:
        case nodes.Const(value=value):
            return Decided(bool(value))
        case nodes.Not(node=inner):
            return Not(_of_node(inner))
        case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
            return Several((_of_node(left), _of_node(right)), every=isinstance(node, nodes.And))
        case nodes.Test(name="none", node=inner):
            return comparison(_jinja_side(inner), "=", Side("None", True, None))
        case nodes.Compare(expr=left, ops=[operand]):
            return _compared(left, operand)
    return Proposition(repr(node))


def _compared(left: nodes.Expr, operand: nodes.Operand) -> Formula:
    if operand.op in _OF_JINJA:
        return comparison(_jinja_side(left), _OF_JINJA[operand.op], _jinja_side(operand.expr))
    listed = operand.expr.items if isinstance(operand.expr, nodes.List | nodes.Tuple) else []
    values = [_jinja_side(item) for item in listed]
    if values and all(value.is_constant for value in values):
        among = Proposition(repr(left), "in", tuple(value.value for value in values))
    else:
        among = Proposition(f"{left!r} in {operand.expr!r}")
    return Not(among) if operand.op == "notin" else among


def _jinja_side(node: nodes.Node) -> Side:
    if isinstance(node, nodes.Const):
        return Side(repr(node), True, node.value)
    return Side(repr(node))
