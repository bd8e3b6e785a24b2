"""The syntax tree of a YAQL expression.

Every node knows its place: `start` and `end` are offsets in the expression's text.

The tree is yaql's own, node for node (`yaql.language.expressions`), so that the two can be compared: operators are kept
as written, `.` and `?.` are binary operators whose right side is a Keyword or a Call, a method call is such a Call.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A number, a quoted text, true, false or null. `literal` is False for nothing else."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Keyword(Node):
    """A bare word: a text, or the name of a property, a named argument."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable(Node):
    """`$` (name '$'), `$1`, `$name`: the name as written, with its dollar sign."""

    name: str


@dataclass(frozen=True, slots=True)
class Wrapped(Node):
    """An expression in parentheses."""

    inner: Node


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """`not x`, `-x`, `+x`."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """`a + b`, `a.b`, `a?.b(c)`, `let(x => 1) -> $x`; the operator as written."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Skipped(Node):
    """An argument left out: the first of `f(, 1)`."""


@dataclass(frozen=True, slots=True)
class Pair(Node):
    """`key => value`: a named argument, an entry of a dict, a case of switch."""

    key: Node
    value: Node


Argument = Node
"""An expression, a Skipped or a Pair."""


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function call, or the method in `x.name(...)`; without the receiver."""

    name: str
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Index(Node):
    """`target[arguments]`."""

    target: Node
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class ListDisplay(Node):
    """`[1, 2]`."""

    items: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class MapDisplay(Node):
    """`{a => 1, b => 2}`."""

    items: tuple[Argument, ...]
