"""What the compiler knows of a piece of generated code."""

from __future__ import annotations

import ast
from dataclasses import dataclass

ANY, NULL, BOOL, INT, FLOAT, NUMBER, STR = "any", "null", "bool", "int", "float", "number", "str"
LIST, DICT, ITERATOR, SET = "list", "dict", "iterator", "set"

SCALAR_KINDS = frozenset({NULL, BOOL, INT, FLOAT, NUMBER, STR})
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
    fresh: bool = False
    """A dict that nobody else has: it may be made plain where it is."""

    @property
    def scalar(self) -> bool:
        return self.kind in SCALAR_KINDS


@dataclass(frozen=True)
class Bound(Code):
    """Code that is a variable: it may be written more than once."""


def joined(*codes: Code) -> str:
    """The kind of a value that is one of these."""
    kinds = {code.kind for code in codes}
    if len(kinds) == 1:
        return kinds.pop()
    return NUMBER if kinds <= NUMBER_KINDS else ANY


def all_clean(*codes: Code) -> bool:
    return all(code.scalar or code.clean for code in codes)
