"""What the compiler knows of a piece of generated code."""

from __future__ import annotations

import ast
from dataclasses import dataclass

Scalar = str | int | float | bool | None

ANY, NULL, BOOL, INT, FLOAT, NUMBER, STR = "any", "null", "bool", "int", "float", "number", "str"
LIST, DICT, ITERATOR, SET, ORDERING = "list", "dict", "iterator", "set", "ordering"

SCALAR = "scalar"
"""Any of these, null too."""
SCALAR_KINDS = frozenset({NULL, BOOL, INT, FLOAT, NUMBER, STR, SCALAR})
NUMBER_KINDS = frozenset({INT, FLOAT, NUMBER})


class Unsupported(Exception):
    """The expression is not compiled: only the yaql library is exact for it. The text says what for."""


@dataclass(frozen=True)
class Code:
    """A Python expression, what kind of value it has, and whether that is `clean`.

    Clean: every list in the value is what yaql has as a tuple, and every dict what it has as a frozen dict. Values of
    yaql's own functions that make real lists, and of Mistral's functions, are not; then code that would tell a list
    from a tuple (equality, `+`, a place in a set) leaves the expression to the library.
    """

    node: ast.expr
    kind: str = ANY
    clean: bool = True
    items: ast.expr | None = None
    """For an iterator: all its items as a list that nobody else has, where this is the only use of the iterator."""
    result: ast.expr | None = None
    """The value as plain data of the caller's own, where it is the result of the whole expression."""
    unsure: tuple[Scalar, ...] | None = None
    """For a dict that nobody else has, with keys written down: those of the values that may not be plain."""

    @property
    def scalar(self) -> bool:
        return self.kind in SCALAR_KINDS


@dataclass(frozen=True)
class Bound(Code):
    """Code that is a variable: it may be written more than once."""


def listed(code: Code) -> Code:
    """The same items as a list, when this is the only use of the iterator and all are asked for at once."""
    return code if code.items is None else Code(code.items, LIST, code.clean)


def joined(*codes: Code) -> str:
    """The kind of a value that is one of these."""
    kinds = {code.kind for code in codes}
    if len(kinds) == 1:
        return kinds.pop()
    return NUMBER if kinds <= NUMBER_KINDS else SCALAR if kinds <= SCALAR_KINDS else ANY


def all_clean(*codes: Code) -> bool:
    return all(code.scalar or code.clean for code in codes)
