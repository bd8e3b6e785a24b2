"""Expressions that read nothing, evaluated while they are checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from mistralc.analysis.dataflow import Examined
from mistralc.expressions import ExpressionError, ExpressionSyntaxError, evaluate_text, reads, validate
from mistralc.expressions.yaql.ast import Call, Constant
from mistralc.expressions.yaql.walk import walk

_COSTLY = frozenset(
    {
        "cycle",
        "generate",
        "generateMany",
        "lipsum",
        "matches",
        "pow",
        "range",
        "regex",
        "repeat",
        "searchAll",
        "sequence",
    }
)
"""Functions that make much of little: what they come to depends on the limits of the place that evaluates them."""


_CONVERSIONS = frozenset({"datetime", "float", "int", "json_parse", "regex", "yaml_parse"})


def failing_calls(examined: Examined) -> Iterator[tuple[int, int, ExpressionError]]:
    """The calls in YAQL that convert a constant which cannot be converted, with their places in the text."""
    for offset, tree in examined.trees:
        for node in walk(tree):
            if isinstance(node, Call) and node.name in _CONVERSIONS and len(node.arguments) == 1:
                (argument,) = node.arguments
                error = _failure(node.name, argument.value) if isinstance(argument, Constant) else None
                if error:
                    yield offset + node.start, offset + node.end, error


@lru_cache(maxsize=256)
def _failure(function: str, value: object) -> ExpressionError | None:
    """The error of a function of one constant."""
    written = (
        "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'" if isinstance(value, str) else json.dumps(value)
    )
    try:
        evaluate_text(f"<% {function}({written}) %>", {})
    except ExpressionSyntaxError:
        return None
    except ExpressionError as error:
        return error
    return None


def value_of(examined: Examined) -> tuple[Any] | ExpressionError | None:
    """The value of a text that depends on nothing, in a tuple, or the error it always is; None for other texts."""
    text = examined.text.text
    if examined.findings or examined.reads or examined.asked or examined.tasks or "*" in text:
        return None
    try:
        validate(text)
    except ExpressionSyntaxError:
        return None
    found = reads(text)
    if not found.nothing or (found.functions | found.filters) & _COSTLY:
        return None
    try:
        return (evaluate_text(text, {}),)
    except ExpressionError as error:
        return error
