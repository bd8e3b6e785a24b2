"""Going through a syntax tree without recursion: an author may nest as deep as yaql's parser lets him."""

from __future__ import annotations

from collections.abc import Iterator

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
    Unary,
    Wrapped,
)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order of the text."""
    match node:
        case Binary():
            return node.left, node.right
        case Call():
            return node.arguments
        case Index():
            return node.target, *node.arguments
        case Pair():
            return node.key, node.value
        case Wrapped():
            return (node.inner,)
        case Unary():
            return (node.operand,)
        case ListDisplay() | MapDisplay():
            return node.items
    return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the text, a parent before its children."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(children(current)))


def unwrapped(node: Node) -> Node:
    """The node without the parentheses around it."""
    while isinstance(node, Wrapped):
        node = node.inner
    return node


def constant_text(node: Node) -> str | None:
    """The text that a node is known to stand for."""
    inner = unwrapped(node)
    if isinstance(inner, Keyword):
        return inner.name
    return inner.value if isinstance(inner, Constant) and isinstance(inner.value, str) else None
