"""The tree of yaql's own parser as ours, for options under which the language is not that of `yaql.lark`.

It has no places (all spans are empty). A call of a value, which `allow_delegates` permits, is a Call named `#call`.
"""

from __future__ import annotations

from typing import Any

from yaql.language import exceptions as yaql_exceptions
from yaql.language import expressions as library
from yaql.language import utils

from mistralc.expressions.errors import ExpressionSyntaxError
from mistralc.expressions.options import Options
from mistralc.expressions.yaql import library as judge
from mistralc.expressions.yaql.ast import (
    Binary,
    Call,
    Constant,
    Index,
    Keyword,
    ListDisplay,
    MapDisplay,
    Node,
    Pair,
    Skipped,
    Unary,
    Variable,
    Wrapped,
)


def parsed(source: str, options: Options) -> Node:
    """The tree of an expression without its marks, as yaql reads it. Raises ExpressionSyntaxError in yaql's words."""
    try:
        return converted(judge.parse(source, options).expression)
    except judge.REJECTED as error:
        message = str(getattr(error, "message", error))
        raise ExpressionSyntaxError(message, _position(error, source), "yaql") from error


def _position(error: Exception, source: str) -> int:
    """Where the fault is; an expression that ends too early is at fault at its end."""
    position = getattr(error, "position", None)
    if isinstance(position, int):
        return position
    return len(source.rstrip()) if isinstance(error, yaql_exceptions.YaqlGrammarException) else 0


def converted(node: Any) -> Node:
    """The tree of yaql's expression. Raises RecursionError when it is nested too deep for Python's stack."""
    if node is utils.NO_VALUE:
        return Skipped(0, 0)
    if isinstance(node, library.KeywordConstant):
        return Keyword(0, 0, node.value)
    if isinstance(node, library.Constant):
        return Constant(0, 0, node.value)
    if isinstance(node, library.GetContextValue):
        return Variable(0, 0, node.path.value)
    if isinstance(node, library.Wrap):
        return Wrapped(0, 0, converted(node.expr))
    if isinstance(node, library.MappingRuleExpression):
        return Pair(0, 0, converted(node.source), converted(node.destination))
    return _function(node, tuple(converted(part) for part in node.args))


def _function(node: Any, parts: tuple[Node, ...]) -> Node:
    if isinstance(node, library.BinaryOperator):
        return Binary(0, 0, node.operator, *parts)
    if isinstance(node, library.UnaryOperator):
        return Unary(0, 0, node.operator, *parts)
    if isinstance(node, library.IndexExpression):
        return Index(0, 0, parts[0], parts[1:])
    if isinstance(node, library.ListExpression):
        return ListDisplay(0, 0, parts)
    if isinstance(node, library.MapExpression):
        return MapDisplay(0, 0, parts)
    return Call(0, 0, node.name, parts)
