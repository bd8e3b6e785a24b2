"""From the flat chain of the grammar to a tree: which operator binds more strongly.

The rows are the terminals of `yaql.lark`, which stand there in this order, and those of yaql's own table
(`YaqlFactory._standard_operators`). The method is what a yacc parser with that table does, decision for decision.
"""

from __future__ import annotations

from lark import Token

from mistralc.expressions.yaql.ast import Binary, Index, Node, Unary

# 1 binds the most strongly.
_BINARY = {"MEMBER": 1, "MATCH": 4, "PRODUCT": 5, "SIGN": 6, "COMPARISON": 7, "AND": 9, "OR": 10, "ARROW": 11}
_INDEX = 2
_PREFIX = {"SIGN": 3, "NOT": 8}
_FROM_THE_RIGHT = 11

Brackets = tuple[int, tuple[Node, ...]]
"""An index in a chain: where its bracket closes and its arguments."""

_Waiting = tuple[int, Token, Node | None]
"""An operator whose right side is not complete: its row, itself, its left side (None for a prefix)."""


def tree(parts: list[Node | Token | Brackets]) -> Node:
    """The tree of `[operand, operator, operand, index, …]`, prefix operators standing before their operands."""
    waiting: list[_Waiting] = []
    value: Node | None = None
    for part in parts:
        if isinstance(part, Node):
            value = part
        elif not isinstance(part, Token):
            value = _closed(waiting, value, _INDEX)
            value = Index(value.start, part[0], value, part[1])
        elif value is None:
            waiting.append((_PREFIX[part.type], part, None))
        else:
            row = _BINARY[part.type]
            waiting.append((row, part, _closed(waiting, value, row)))
            value = None
    return _closed(waiting, value, _FROM_THE_RIGHT + 1)


def _closed(waiting: list[_Waiting], value: Node | None, row: int) -> Node:
    """The value with all operators applied that wait on its left and bind at least as strongly as the next one."""
    assert value is not None
    while waiting and (waiting[-1][0] < row or waiting[-1][0] == row != _FROM_THE_RIGHT):
        _, operator, left = waiting.pop()
        if left is None:
            value = Unary(operator.start_pos or 0, value.end, operator.value, value)
        else:
            value = Binary(left.start, value.end, operator.value, left, value)
    return value
