"""From the syntax tree of an expression to Python code."""

from __future__ import annotations

import ast

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
from mistralc.expressions.yaql.compiler import access, calls, control, emit, operators
from mistralc.expressions.yaql.compiler.code import (
    ANY,
    BOOL,
    FLOAT,
    INT,
    LIST,
    NULL,
    STR,
    Code,
    Unsupported,
    all_clean,
)
from mistralc.expressions.yaql.compiler.scope import DATA, DOLLAR, Scope, Unit

_KINDS = {str: STR, int: INT, float: FLOAT, bool: BOOL, type(None): NULL}
# Mistral's own variables; other names that nothing binds are null.
_RESERVED = frozenset({"$__env", "$__execution", "$__task_execution"})
_MAX_DEPTH = 80


class Translation:
    """One expression on its way; `unit` collects what its code needs."""

    def __init__(self) -> None:
        self.unit = Unit()
        self._depth = 0

    def expression(self, node: Node, scope: Scope) -> Code:
        """The code of any part. Raises Unsupported."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            # Python's compiler has limits of its own for code that is nested.
            raise Unsupported("nesting")
        try:
            return self._expression(node, scope)
        finally:
            self._depth -= 1

    def call(self, node: Node, scope: Scope, receiver: Code | None) -> Code:
        """The code of a function call, or of a method call."""
        assert isinstance(node, Call)
        return calls.call(self, node, scope, receiver)

    def _expression(self, node: Node, scope: Scope) -> Code:
        match node:
            case Constant(value=value):
                return Code(emit.constant(value), _KINDS[type(value)])
            case Keyword(name=name):
                return Code(emit.constant(name), STR)
            case Variable(name=name):
                return _variable(name, scope)
            case Wrapped(inner=inner):
                return self.expression(inner, scope)
            case Call():
                return self.call(node, scope, None)
            case _:
                return self._composed(node, scope)

    def _composed(self, node: Node, scope: Scope) -> Code:
        match node:
            case Unary():
                return operators.unary(self, node, scope)
            case Binary(operator="." | "?."):
                return access.dot(self, node, scope)
            case Binary(operator="->"):
                return control.arrow(self, node, scope)
            case Binary():
                return operators.binary(self, node, scope)
            case Index():
                return access.index(self, node, scope)
            case ListDisplay(items=items):
                return self._list(items, scope)
            case MapDisplay(items=items):
                return control.entries(self, items, scope)
        raise Unsupported(type(node).__name__)

    def _list(self, items: tuple[Node, ...], scope: Scope) -> Code:
        if any(isinstance(item, Pair | Skipped) for item in items):
            raise Unsupported("a named item")
        codes = [self.expression(item, scope) for item in items]
        return Code(ast.List([code.node for code in codes], ast.Load()), LIST, all_clean(*codes))


def _variable(name: str, scope: Scope) -> Code:
    name = DOLLAR if name == "$" else name
    if name in scope:
        return scope[name]
    if name in _RESERVED:
        return Code(emit.call("access_reserved", emit.name(DATA), emit.constant(name[1:])), ANY, False)
    return Code(emit.constant(None), NULL)
