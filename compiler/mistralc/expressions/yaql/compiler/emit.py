"""Building blocks of generated code: Python syntax trees, never text.

Nothing of the text of an expression becomes a name here; names are those of helpers and numbered variables.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from mistralc.expressions.yaql.compiler.code import Scalar


def name(identifier: str) -> ast.expr:
    return ast.Name(identifier, ast.Load())


def constant(value: Scalar) -> ast.expr:
    return ast.Constant(value)


def call(function: str, *arguments: ast.expr, **named: ast.expr) -> ast.expr:
    keywords = [ast.keyword(key, value) for key, value in named.items()]
    return ast.Call(name(function), list(arguments), keywords)


def method(receiver: ast.expr, attribute: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(ast.Attribute(receiver, attribute, ast.Load()), list(arguments), [])


def function(parameters: Sequence[str], body: ast.expr) -> ast.expr:
    arguments = ast.arguments([], [ast.arg(parameter) for parameter in parameters], None, [], [], None, [])
    return ast.Lambda(arguments, body)


def definition(identifier: str, parameters: Sequence[str], body: list[ast.stmt]) -> ast.stmt:
    """A function; its last parameter may be left out."""
    arguments = ast.arguments([], [ast.arg(name) for name in parameters], None, [], [], None, [constant(None)])
    return ast.FunctionDef(identifier, arguments, body, [])


def let(variable: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(variable, ast.Store())], value)


def bind(parameters: Sequence[str], body: ast.expr, values: Sequence[ast.expr]) -> ast.expr:
    """The body with the parameters standing for the values."""
    return ast.Call(function(parameters, body), list(values), [])


def assign(variable: str, value: ast.expr) -> ast.expr:
    return ast.NamedExpr(ast.Name(variable, ast.Store()), value)


def choose(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.expr:
    return ast.IfExp(test, then, otherwise)


def either(value: ast.expr, otherwise: ast.expr) -> ast.expr:
    return ast.BoolOp(ast.Or(), [value, otherwise])


def any_of(*tests: ast.expr) -> ast.expr:
    return ast.BoolOp(ast.Or(), list(tests))


def is_same(value: ast.expr, other: str) -> ast.expr:
    return ast.Compare(value, [ast.Is()], [name(other)])


def is_among(value: ast.expr, several: str) -> ast.expr:
    return ast.Compare(value, [ast.In()], [name(several)])


def is_type(value: ast.expr, kind: str) -> ast.expr:
    return is_same(call("type", value), kind)


def is_one_of(value: ast.expr, kinds: str) -> ast.expr:
    return is_among(call("type", value), kinds)


def are_both(one: ast.expr, two: ast.expr, kind: str) -> ast.expr:
    """Whether the values have the same type, and that one."""
    return ast.Compare(call("type", one), [ast.Is(), ast.Is()], [call("type", two), name(kind)])


def is_none(value: ast.expr) -> ast.expr:
    return ast.Compare(value, [ast.Is()], [constant(None)])


def is_not_none(value: ast.expr) -> ast.expr:
    return ast.Compare(value, [ast.IsNot()], [constant(None)])


def subscript(value: ast.expr, index: ast.expr) -> ast.expr:
    return ast.Subscript(value, index, ast.Load())


def loop(variable: str, source: ast.expr) -> ast.comprehension:
    return ast.comprehension(ast.Name(variable, ast.Store()), source, [], 0)


# What is evaluated first in a node of these types. (The function of a call is a name or made for the call.)
_FIRST = {
    ast.IfExp: "test",
    ast.Compare: "left",
    ast.BinOp: "left",
    ast.UnaryOp: "operand",
    ast.Subscript: "value",
    ast.NamedExpr: "value",
    ast.BoolOp: "values",
    ast.Tuple: "elts",
    ast.List: "elts",
    ast.Call: "args",
}


def without_first_assignment(node: ast.expr) -> tuple[ast.NamedExpr | None, ast.expr]:
    """The assignment that is evaluated before everything else in the code, and the code with the variable instead.

    Nothing of the code given is changed, as it may have other uses.
    """
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        found, receiver = without_first_assignment(node.func.value)
        return found, ast.Call(ast.Attribute(receiver, node.func.attr, ast.Load()), node.args, node.keywords)
    field = _FIRST.get(type(node))
    first = getattr(node, field) if field else None
    if field and first:
        several = isinstance(first, list)
        found, inner = without_first_assignment(first[0] if several else first)
        if found is not None:
            parts = {name: getattr(node, name) for name in node._fields}
            return found, type(node)(**parts | {field: [inner, *first[1:]] if several else inner})
    return (node, name(node.target.id)) if isinstance(node, ast.NamedExpr) else (None, node)


def assigns(node: ast.expr) -> bool:
    """Whether the code has an assignment, which Python forbids in the source of a comprehension."""
    return any(isinstance(part, ast.NamedExpr) for part in ast.walk(node))
