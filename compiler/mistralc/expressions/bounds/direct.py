"""The evaluators themselves, by the kind of what is evaluated."""

from __future__ import annotations

from typing import Any

from mistralc.expressions.functions import FunctionProvider
from mistralc.expressions.options import Options

YAQL = "yaql"
"""One YAQL expression without its marks."""
JINJA_TEXT = "jinja-text"
"""A text with `{{ }}` or `{% %}`."""
JINJA = "jinja"
"""One Jinja expression without its marks."""


def evaluate_directly(kind: str, text: str, context: Any, functions: FunctionProvider, options: Options) -> Any:
    """The value, evaluated here and now without limits. Raises ExpressionError and FunctionUnavailable."""
    if kind == YAQL:
        from mistralc.expressions import yaql_language

        return yaql_language.evaluate_source(text, context, functions, options)
    from mistralc.expressions import jinja_language

    if kind == JINJA:
        return jinja_language.evaluate_source(text, context, functions)
    return jinja_language.evaluate(text, context, functions)
