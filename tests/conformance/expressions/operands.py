"""One operand of each type YAQL knows, written out and out of the context, in every place an operand can stand.

Where the random expressions of this folder look at what usually goes together, these look at what usually does not:
null before a method, a text for a number, an iterator for a list.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from mistralc.expressions.yaql.compiler.signatures import EXTENSIONS, FUNCTIONS, METHODS

CONTEXT: dict[str, Any] = {
    "z": None,
    "t": True,
    "f": False,
    "zero": 0,
    "one": 1,
    "neg": -1,
    "half": 2.5,
    "empty": "",
    "a": "a",
    "ab": " a,b",
    "nil": [],
    "l": [3, 1, 2],
    "nested": [[1, 2], ["a"], None],
    "e": {},
    "d": {"a": 1, "b": [2]},
    "rows": [{"a": 1}, {"a": None}],
}
_VARIABLES = tuple(f"$.{name}" for name in CONTEXT)
_WRITTEN = ("null", "true", "0", "1", "-1", "2.5", "''", "a", "[]", "[1, a]", "{}", "{a => 1}", "{k => [1]}")
_MADE = (
    *("set()", "set(1)", "$.l.toSet().union(set(5))", "range(2)"),
    *("$.l.select($)", "$.l.where($ > 0)", "$.l.orderBy($)", "'a,b'.split(',')"),
    *("$.d.items()", "$.d.keys()", "$.d.values()"),
    *("datetime(2020, 1, 2)", "timespan(days => 1)", "regex(a)"),
)
OPERANDS = (*_VARIABLES, *_WRITTEN, *_MADE)
_OPERATORS = ("+", "-", "*", "/", "mod", "<", "<=", ">", ">=", "=", "!=", "=~", "!~", "in", "and", "or")
_PROPERTIES = ("a", "b", "name", "year", "days", "utc", "timestamp", "date")
_OVER_ITEMS = (
    *("where", "filter", "select", "map", "any", "all", "selectMany", "distinct", "orderBy", "orderByDescending"),
    *("thenBy", "takeWhile", "skipWhile", "indexWhere", "lastIndexWhere"),
)
_WITH_TWO = ("toDict", "groupBy", "aggregate", "reduce")
_BODIES = ("$", "$.a", "$ > 1", "[$]", "$ + 1", "$1 + $2", "{a => $}", "$.len()", "not $", "$[0]")
_THIRD = (*_VARIABLES, "timespan(days => 1)")


def operators() -> Iterator[str]:
    """Operators, properties and places, between all operands."""
    for sign, left, right in product(_OPERATORS, OPERANDS, OPERANDS):
        yield f"({left} {sign} {right})"
    for operand in OPERANDS:
        yield from (f"({sign} {operand})" for sign in ("-", "+", "not"))
        yield from (f"({operand}){dot}{name}" for dot, name in product((".", "?."), _PROPERTIES))
        yield from (f"({operand})[{key}]" for key in OPERANDS)
        yield from (f"({operand})[{key}, {default}]" for key, default in product(OPERANDS, _VARIABLES))


def methods() -> Iterator[str]:
    """Methods with no argument and with one."""
    for name, receiver in product((*METHODS, "get", "set", "nosuch"), OPERANDS):
        yield from (f"({receiver}).{name}()", f"({receiver})?.{name}()")
        yield from (f"({receiver}).{name}({argument})" for argument in OPERANDS)


def methods_of_two() -> Iterator[str]:
    """Methods with two arguments."""
    names = [name for name, made in METHODS.items() if made.variadic or len(made.names) > 1]
    for name, receiver, first, second in product((*names, "get", "set"), OPERANDS, (*_VARIABLES, *_MADE), _THIRD):
        yield f"({receiver}).{name}({first}, {second})"


def functions() -> Iterator[str]:
    """Functions with one argument and with two."""
    for name, first in product((*FUNCTIONS, *EXTENSIONS, "coalesce", "dict", "datetime"), OPERANDS):
        yield f"{name}({first})"
        yield from (f"{name}({first}, {second})" for second in OPERANDS)


def functions_of_three() -> Iterator[str]:
    """Functions with three arguments, where there can be three."""
    names = [name for name, made in (FUNCTIONS | EXTENSIONS).items() if len(made.names) > 2]
    for name, first, second, third in product((*names, "datetime"), OPERANDS, _THIRD, _THIRD):
        yield f"{name}({first}, {second}, {third})"


def over_items() -> Iterator[str]:
    """Methods that take a lambda."""
    for name, receiver, body in product((*_OVER_ITEMS, *_WITH_TWO), OPERANDS, (*_BODIES, *OPERANDS)):
        yield f"({receiver}).{name}({body})"
        if name in _WITH_TWO:
            yield from (f"({receiver}).{name}({body}, {other})" for other in (*_BODIES, "null", "1", "$.l.select($)"))


FORMS = (operators, methods, methods_of_two, functions, functions_of_three, over_items)
