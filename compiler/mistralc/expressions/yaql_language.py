"""YAQL in text: the value of a text with expressions in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from mistralc.expressions.bounds import watching
from mistralc.expressions.bounds.risk import yaql_risk
from mistralc.expressions.functions import FunctionProvider
from mistralc.expressions.options import Options
from mistralc.expressions.text import Inline, yaql_parts
from mistralc.expressions.yaql import evaluation

_CACHE_SIZE = 4096
_LONG = 2_000


@lru_cache(maxsize=_CACHE_SIZE)
def whole(text: str) -> evaluation.Evaluator | None:
    """The evaluator of a text that is one compiled expression, sure to end (for the default options)."""
    parts = _parts(text)
    source = parts[0].source.strip()
    if len(parts[0].outer) != len(text) or yaql_risk(source) is not None:
        return None
    return evaluation.evaluator(source)


def direct(text: str) -> Callable[[Any], Any] | None:
    """The compiled function of such a text, if it asks no provider."""
    if whole(text) is None:
        return None
    function = evaluation.function_of(_parts(text)[0].source.strip())
    return None if function is None or function.calls_out else function.run


def _parts(text: str) -> tuple[Inline, ...]:
    # Texts of workflows are evaluated again and again; a long one is not worth its place.
    return _found(text) if len(text) < _LONG else tuple(yaql_parts(text))


@lru_cache(maxsize=_CACHE_SIZE)
def _found(text: str) -> tuple[Inline, ...]:
    return tuple(yaql_parts(text))


def evaluate(text: str, context: Any, functions: FunctionProvider, options: Options) -> Any:
    """The value of a text with YAQL in it: typed when the text is one expression, else text with str() of each.

    Mistral replaces one expression after the other in the growing text. So two that are spelled alike both give the
    first value, as here; but it also replaces what a value happens to spell, and here data is never looked into.
    """
    values: dict[str, str] = {}
    pieces: list[str] = []
    end = 0
    for part in _parts(text):
        value = evaluate_source(part.source, context, functions, options)
        if len(text) == len(part.outer):
            return value
        pieces += text[end : part.start], values.setdefault(part.outer, str(value))
        end = part.start + len(part.outer)
    return "".join([*pieces, text[end:]])


def evaluate_source(source: str, context: Any, functions: FunctionProvider, options: Options) -> Any:
    """The value of one expression without its marks."""
    return watching.evaluate_yaql(source.strip(), context, functions, options, evaluation.evaluate)
