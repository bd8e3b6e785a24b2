"""Operators: inline for numbers and texts where the type is known or likely, helpers for the rest."""

from __future__ import annotations

import ast
import re

from mistralc.expressions.bounds.patterns import longest
from mistralc.expressions.yaql.ast import Binary, Constant, Node, Unary
from mistralc.expressions.yaql.compiler import emit
from mistralc.expressions.yaql.compiler.code import (
    ANY,
    BOOL,
    FLOAT,
    INT,
    ITERATOR,
    NUMBER,
    NUMBER_KINDS,
    SCALAR,
    STR,
    Code,
    Unsupported,
    all_clean,
    joined,
)
from mistralc.expressions.yaql.compiler.results import likely
from mistralc.expressions.yaql.compiler.scope import Scope, Translator

_ARITHMETIC: dict[str, tuple[type[ast.operator], str]] = {
    "+": (ast.Add, "arithmetic_add"),
    "-": (ast.Sub, "arithmetic_subtract"),
    "*": (ast.Mult, "arithmetic_multiply"),
    "/": (ast.Div, "arithmetic_divide"),
    "mod": (ast.Mod, "arithmetic_modulo"),
}
_ORDER: dict[str, tuple[type[ast.cmpop], str]] = {
    "<": (ast.Lt, "comparison_less"),
    "<=": (ast.LtE, "comparison_less_equal"),
    ">": (ast.Gt, "comparison_greater"),
    ">=": (ast.GtE, "comparison_greater_equal"),
}
_EQUALITY: dict[str, tuple[type[ast.cmpop], str]] = {
    "=": (ast.Eq, "comparison_equal"),
    "!=": (ast.NotEq, "comparison_different"),
}
_SEARCH = {"=~": (emit.is_not_none, "regex_found"), "!~": (emit.is_none, "regex_not_found")}
_LOGIC = {"and": ast.And, "or": ast.Or}


def unary(translator: Translator, node: Unary, scope: Scope) -> Code:
    operand = translator.expression(node.operand, scope)
    if node.operator == "not":
        return Code(ast.UnaryOp(ast.Not(), operand.node), BOOL)
    negative = node.operator == "-"
    if operand.kind in NUMBER_KINDS:
        return Code(ast.UnaryOp(ast.USub() if negative else ast.UAdd(), operand.node), operand.kind)
    return Code(emit.call("arithmetic_negative" if negative else "arithmetic_positive", operand.node))


def binary(translator: Translator, node: Binary, scope: Scope) -> Code:
    """Any operator but `.`, `?.` and `->`."""
    left, right = translator.expression(node.left, scope), translator.expression(node.right, scope)
    if node.operator in _LOGIC:
        logic = ast.BoolOp(_LOGIC[node.operator](), [left.node, right.node])
        return Code(logic, joined(left, right), all_clean(left, right))
    if node.operator in _ARITHMETIC:
        return _arithmetic(translator, node.operator, left, right, translator.unit.is_outside(scope))
    if node.operator in _ORDER:
        return _order(translator, node.operator, left, right)
    if node.operator in _EQUALITY:
        return _equality(node.operator, left, right)
    if node.operator in _SEARCH:
        return _search(translator, node, left, right)
    if node.operator == "in":
        return Code(emit.call("comparison_within", left.node, right.node), BOOL)
    raise Unsupported(f"operator {node.operator}")


def _arithmetic(translator: Translator, sign: str, left: Code, right: Code, outside: bool) -> Code:
    operator, helper = _ARITHMETIC[sign]
    if sign == "*" and not outside:
        helper = "arithmetic_multiply_inside"
    kinds = {left.kind, right.kind}
    if sign == "/" and kinds == {INT}:
        operator = ast.FloorDiv
    if kinds <= NUMBER_KINDS and not (sign == "/" and NUMBER in kinds):
        kind = INT if kinds == {INT} else FLOAT if FLOAT in kinds else NUMBER
        return Code(ast.BinOp(left.node, operator(), right.node), kind)
    if sign == "+" and kinds == {STR}:
        return Code(ast.BinOp(left.node, ast.Add(), right.node), STR)
    if sign == "+" and not all_clean(left, right):
        return Code(emit.call("arithmetic_add_unclear", left.node, right.node), ANY, False)
    of_integers = ast.FloorDiv if sign == "/" else operator
    return _inline(translator, left, right, helper, lambda one, two: ast.BinOp(one, of_integers(), two))


def _order(translator: Translator, sign: str, left: Code, right: Code) -> Code:
    operator, helper = _ORDER[sign]

    def compared(one: ast.expr, two: ast.expr) -> ast.expr:
        return ast.Compare(one, [operator()], [two])

    if {left.kind, right.kind} <= NUMBER_KINDS or {left.kind, right.kind} == {STR}:
        return Code(compared(left.node, right.node), BOOL)
    return Code(_inline(translator, left, right, helper, compared).node, BOOL)


def _inline(translator: Translator, left: Code, right: Code, helper: str, made: object) -> Code:
    """A value beside an integer or a text that is written down: most often it is of the same type."""
    assert callable(made)
    clean = all_clean(left, right)
    for value, other, swapped in ((left, right, False), (right, left, True)):
        if value.kind in (ANY, NUMBER, SCALAR) and isinstance(other.node, ast.Constant) and other.kind == INT:
            first, variable = translator.unit.once(value)
            pair = (other.node, variable.node) if swapped else (variable.node, other.node)
            return likely(emit.is_type(first, "int"), made(*pair), emit.call(helper, *pair), clean)
    if {left.kind, right.kind} <= {ANY, INT, NUMBER, SCALAR}:
        (first, one), (second, two) = translator.unit.once(left), translator.unit.once(right)
        test = emit.is_type(first, "int") if one is two else emit.are_both(first, second, "int")
        return likely(test, made(one.node, two.node), emit.call(helper, one.node, two.node), clean)
    kind = ITERATOR if ITERATOR in (left.kind, right.kind) else ANY
    return Code(emit.call(helper, left.node, right.node), kind, clean)


def _equality(sign: str, left: Code, right: Code) -> Code:
    operator, helper = _EQUALITY[sign]
    if left.scalar or right.scalar:
        return Code(ast.Compare(left.node, [operator()], [right.node]), BOOL)
    helper = helper if all_clean(left, right) else f"{helper}_unclear"
    return Code(emit.call(helper, left.node, right.node), BOOL)


def _search(translator: Translator, node: Binary, left: Code, right: Code) -> Code:
    tested, helper = _SEARCH[node.operator]
    pattern = _written(node.right)
    if pattern is None:
        return Code(emit.call(helper, left.node, right.node), BOOL)
    try:
        search = translator.unit.constant(re.compile(pattern).search)
    except (re.error, OverflowError, RecursionError) as error:
        raise Unsupported("a faulty pattern") from error
    first, variable = translator.unit.once(left)
    short = ast.Compare(emit.call("len", variable.node), [ast.LtE()], [emit.constant(longest(pattern))])
    test = ast.BoolOp(ast.And(), [emit.is_type(first, "str"), short])
    quick = tested(emit.call(search, variable.node))
    return Code(emit.choose(test, quick, emit.call(helper, variable.node, right.node)), BOOL)


def _written(node: Node) -> str | None:
    return node.value if isinstance(node, Constant) and isinstance(node.value, str) else None
