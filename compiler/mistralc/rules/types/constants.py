"""Expressions that read nothing, evaluated while they are checked."""

from __future__ import annotations

from typing import Any

from mistralc.analysis.dataflow import Examined
from mistralc.expressions import ExpressionError, ExpressionSyntaxError, evaluate_text, reads, validate

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
