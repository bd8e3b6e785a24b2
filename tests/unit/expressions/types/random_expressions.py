"""Random YAQL expressions from the catalogue, most of them wrong: the few that work are the test of the types."""

from __future__ import annotations

import random
from typing import Any

from mistralc.expressions.catalogue import all_functions

_ENDLESS = {"cycle", "repeat", "sequence", "generate", "generateMany", "pow", "shiftBitsLeft"}
_VOLATILE = {"now", "random", "uuid", "env", "execution", "executions", "global", "task", "tasks", "localtz"}
_BINARY = ["+", "-", "*", "/", "mod", "<", "<=", ">", ">=", "=", "!=", "in", "and", "or", "=~", "!~"]
_LEAVES = [
    *(
        "1",
        "0",
        "2.5",
        "-1",
        "a",
        "'b c'",
        "''",
        "null",
        "true",
        "false",
        "[]",
        "[1, 2]",
        "{a => 1}",
        "$",
        "$.n",
        "$.s",
    ),
    *(
        "$.s",
        "$.l",
        "$.d",
        "$.rows",
        "$.none",
        "$.mixed",
        "$.d.a",
        "$.rows.k",
        "$x",
        "set(1, 2)",
        "timespan(days => 1)",
    ),
    *("datetime(2026, 1, 2)", "regex('a+')", "$.nosuch", "$.d.inner", "$.l.where($ > 1)", "$.rows.orderBy($.k)"),
]
_CALLABLE = [
    (function.name, overload)
    for function in all_functions()
    if function.language in ("yaql", "mistral") and function.kind == "function"
    if function.name not in _ENDLESS | _VOLATILE
    for overload in function.overloads
]
_PROPERTIES = ["a", "k", "inner", "year", "days", "nosuch", "v"]


def expression(random_: random.Random, depth: int = 3) -> str:
    """The text of an expression."""
    if depth <= 0 or random_.random() < 0.15:
        return random_.choice(_LEAVES)
    choice = random_.random()
    if choice < 0.5:
        return _call(random_, depth)
    if choice < 0.7:
        left, right = expression(random_, depth - 1), expression(random_, depth - 1)
        return f"({left}) {random_.choice(_BINARY)} ({right})"
    return _other(random_, depth)


def _other(random_: random.Random, depth: int) -> str:
    inner = expression(random_, depth - 1)
    return random_.choice(
        [
            f"({inner}).{random_.choice(_PROPERTIES)}",
            f"({inner})?.{random_.choice(_PROPERTIES)}",
            f"({inner})[{random_.choice(['0', '-1', 'a', 'k', '$.n'])}]",
            f"let({inner}, x => {expression(random_, depth - 1)}) -> {expression(random_, depth - 1)}",
            f"[{inner}, {random_.choice(_LEAVES)}]",
            f"{{a => {inner}, {random_.choice(['k', '1', '$.s'])} => {random_.choice(_LEAVES)}}}",
            f"not ({inner})",
            f"-({inner})",
            f"switch({inner} => {expression(random_, depth - 1)}, true => {random_.choice(_LEAVES)})",
            f"coalesce({inner}, {random_.choice(_LEAVES)})",
            f"[{inner}].unpack(x) -> {expression(random_, depth - 1)}",
        ]
    )


def _call(random_: random.Random, depth: int) -> str:
    name, overload = random_.choice(_CALLABLE)
    arguments = []
    for parameter in overload.parameters:
        if not parameter.required and random_.random() < 0.6:
            break
        if parameter.type == "pair":
            arguments.append(f"{random_.choice(['a', 'b', 'true', '$.n = 1'])} => {expression(random_, depth - 2)}")
        else:
            arguments.append(expression(random_, depth - 1))
    if random_.random() < 0.05 and not any(" => " in argument for argument in arguments[-1:]):
        arguments.append(random_.choice(_LEAVES))
    if overload.method and arguments and (not overload.function or random_.random() < 0.5):
        return f"({arguments[0]}).{name}({', '.join(arguments[1:])})"
    return f"{name}({', '.join(arguments)})"


def context(random_: random.Random) -> dict[str, Any]:
    """A context for them."""
    return {
        "n": random_.choice([0, 1, 2.5, -3]),
        "s": random_.choice(["", "a", "aab c"]),
        "l": random_.choice([[], [3, 1, 2], ["a", "b"], [1.5]]),
        "d": random_.choice([{}, {"a": 1}, {"a": "x", "inner": {"k": [1]}}]),
        "rows": random_.choice([[], [{"k": 1, "v": "x"}, {"k": 2, "v": "y"}], [{"k": None}, {"k": "z", "v": 1}]]),
        "none": None,
        "mixed": random_.choice([[1, "a", None], [[1, 2], []], True]),
    }
