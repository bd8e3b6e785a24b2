"""Which evaluations of YAQL may take for ever, told from the syntax tree and a glance at the context.

Everything else is bounded by the size of its data and runs where it is called. What is called risky here runs just
the same, only in a process that can be ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sized
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from mistralc.expressions.yaql.ast import (
    Binary,
    Call,
    Constant,
    Index,
    Keyword,
    Node,
    Pair,
    Unary,
    Variable,
    Wrapped,
)
from mistralc.expressions.yaql.parser import parse

_ENDLESS = frozenset({"generate", "generateMany", "cycle", "sequence"})
_INDIRECT = frozenset({"def", "call", "yaml_parse"})
"""They run what the tree does not show; the aliases of a YAML text unfold to any size."""
_FOLDS = frozenset({"accumulate", "aggregate", "reduce"})
_LOOPS = _FOLDS | frozenset(
    {"all", "any", "distinct", "filter", "groupBy", "indexWhere", "join", "lastIndexWhere", "map"}
    | {
        "mergeWith",
        "orderBy",
        "orderByDescending",
        "select",
        "selectMany",
        "skipWhile",
        "sliceWhere",
        "splitWhere",
        "takeWhile",
        "thenBy",
    }
    | {"thenByDescending", "toDict", "where"}
)
_COUNT = 100_000
_EXPONENT = 64
_ELEMENTS = 1000
_LOOKED_AT = 32


@dataclass(frozen=True, slots=True)
class Risk:
    """Why an evaluation may have no end: for certain, or only when the context is not as it should be.

    ``counts`` are paths whose values must be small numbers; ``loops`` says that there are loops inside loops, for which
    no value of the context should have many elements.
    """

    certain: bool = False
    counts: tuple[tuple[str, ...], ...] = ()
    loops: bool = False
    names: tuple[str, ...] = ()
    """The variables of the context that are spelled out."""

    def applies(self, context: Any) -> bool:
        """Whether the evaluation with this context has to be watched."""
        if self.certain:
            return True
        if any(not _is_number(_at(context, path), _COUNT) for path in self.counts):
            return True
        return self.loops and any(_is_large(_at(context, (name,))) for name in self.names)


@lru_cache(maxsize=4096)
def librarys_risk(source: str) -> bool:
    """Whether the yaql library may take for ever over what compiled code declines: long searches, large products."""
    try:
        pending: list[Node] = [parse(source)]
    except (ValueError, RecursionError):
        return False  # it fails, and at once
    while pending:
        node = pending.pop()
        if isinstance(node, Binary) and node.operator in ("*", "=~", "!~"):
            return True
        if isinstance(node, Call) and node.name.rstrip("_") in ("regex", "matches"):
            return True
        pending += parts(node)
    return False


@lru_cache(maxsize=4096)
def yaql_risk(source: str) -> Risk | None:
    """The risk of an expression (without its marks); None for the many that have none."""
    try:
        tree = parse(source)
    except (ValueError, RecursionError):
        return None  # it fails, and at once
    walk = _Walk()
    walk.visit(tree)
    if walk.certain:
        return Risk(certain=True)
    risk = Risk(False, tuple(walk.counts), walk.deepest > 1, tuple(sorted(walk.names)))
    return risk if risk.counts or risk.loops else None


class _Walk:
    """One pass over a tree, without recursion: an expression may be nested as deep as it likes."""

    def __init__(self) -> None:
        self.certain = False
        self.counts: list[tuple[str, ...]] = []
        self.deepest = 0
        self.names: set[str] = set()
        self._lets = 0

    def visit(self, tree: Node) -> None:
        pending: list[tuple[Node, int]] = [(tree, 0)]
        while pending and not self.certain:
            node, depth = pending.pop()
            self.deepest = max(self.deepest, depth)
            if isinstance(node, Binary) and node.operator == "." and node.left == _dollar(node.left):
                self.names |= {node.right.name} if isinstance(node.right, Keyword) else set()
            elif isinstance(node, Call):
                self._call(node, depth)
            inner = depth + (isinstance(node, Call) and node.name in _LOOPS)
            pending += [(part, inner) for part in parts(node)]

    def _must_be_count(self, node: Node, depth: int) -> None:
        path = _path(node)
        if path is None or depth:
            self.certain = True
        else:
            self.counts.append(path)

    def _call(self, node: Call, depth: int) -> None:
        name = node.name.rstrip("_")
        arguments = [argument.value if isinstance(argument, Pair) else argument for argument in node.arguments]
        if name in _ENDLESS or name in _INDIRECT:
            self.certain = True
        elif name == "repeat":
            self.certain |= not (arguments and _is_number(_constant(arguments[0]), _COUNT))
        elif name == "range":
            for argument in arguments:
                if not _is_count(argument):
                    self._must_be_count(argument, depth)
        elif name in ("pow", "shiftBitsLeft"):
            self.certain |= not (len(arguments) > 1 and _is_number(_constant(arguments[1]), _EXPONENT))
        elif name in _FOLDS:
            self.certain |= bool(arguments) and _uses_result_twice(arguments[0])
        elif name == "let":
            self._lets += 1
            self.certain |= self._lets > 8  # each can double what the one before it made


def parts(node: Node) -> Iterator[Node]:
    """The nodes directly inside a node."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from value


def _dollar(place: Node) -> Variable:
    return Variable(place.start, place.end, "$")


def _constant(node: Node) -> Any:
    if isinstance(node, Unary) and node.operator == "-" and isinstance(node.operand, Constant):
        return node.operand.value
    if isinstance(node, Wrapped):
        return _constant(node.inner)
    if isinstance(node, Keyword):
        return node.name
    return node.value if isinstance(node, Constant) else None


def _is_count(node: Node) -> bool:
    """A number that is small, or the length of something that exists."""
    if isinstance(node, Binary) and node.operator in (".", "?.") and isinstance(node.right, Call):
        return node.right.name in ("len", "count")
    return _is_number(_constant(node), _COUNT) or (isinstance(node, Call) and node.name == "len")


def _path(node: Node) -> tuple[str, ...] | None:
    """The names of `$.a.b`."""
    if isinstance(node, Wrapped):
        return _path(node.inner)
    if isinstance(node, Variable):
        return () if node.name == "$" else None
    if isinstance(node, Binary) and node.operator == "." and isinstance(node.right, Keyword):
        before = _path(node.left)
        return None if before is None else (*before, node.right.name)
    return None


def _uses_result_twice(node: Node) -> bool:
    """Whether a fold can double its result with each element."""
    pending, uses = [node], 0
    while pending:
        part = pending.pop()
        uses += isinstance(part, Variable) and part.name in ("$", "$1")
        pending += parts(part)
    return uses > 1 or isinstance(node, Index)


def _at(context: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if not isinstance(context, Mapping) or name not in context:
            return None
        context = context[name]
    return context


def _is_number(value: Any, most: float | None) -> bool:
    return isinstance(value, int | float) and (most is None or abs(value) <= most)


def _is_large(value: Any) -> bool:
    """Whether a value, or one in it, has many elements."""
    if isinstance(value, str) or not isinstance(value, Sized):
        return False
    inner = list(value.values())[:_LOOKED_AT] if isinstance(value, Mapping) else []
    return len(value) > _ELEMENTS or any(isinstance(item, list) and len(item) > _ELEMENTS for item in inner)
