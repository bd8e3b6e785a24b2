"""One expression without its marks: for tools that take an expression as an argument, and for comparisons.

Workflows hold texts with marks; they go through ``evaluation``.
"""

from __future__ import annotations

from typing import Any

from mistralc.expressions.errors import ExpressionSyntaxError
from mistralc.expressions.functions import FunctionProvider, NoFunctions
from mistralc.expressions.options import DEFAULT_OPTIONS, Options
from mistralc.expressions.text import JINJA

_NO_FUNCTIONS = NoFunctions()


def validate_bare(source: object, language: str, options: Options = DEFAULT_OPTIONS) -> None:
    """Raise ExpressionSyntaxError when the parser of the language rejects the expression."""
    if not isinstance(source, str):
        raise ExpressionSyntaxError(f"Unsupported type '{type(source)}'.", None, language)
    if language == JINJA:
        from mistralc.expressions import jinja_language

        jinja_language.validate_source(source)
    else:
        from mistralc.expressions.yaql import analysis

        analysis.validate_source(source, options)


def evaluate_bare(
    source: str,
    language: str,
    context: Any,
    functions: FunctionProvider = _NO_FUNCTIONS,
    options: Options = DEFAULT_OPTIONS,
) -> Any:
    """The value of the expression, with its type. Raises ExpressionError."""
    if language == JINJA:
        from mistralc.expressions import jinja_language

        return jinja_language.evaluate_source(source, context, functions)
    from mistralc.expressions import yaql_language

    return yaql_language.evaluate_source(source, context, functions, options)
