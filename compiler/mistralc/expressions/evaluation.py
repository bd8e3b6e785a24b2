"""Data with expressions in it: evaluated, checked and analysed as Mistral walks it.

The languages are imported when the first text needs them: most data has no expression, and yaql costs 0.1 s.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from mistralc.expressions import text as texts
from mistralc.expressions.errors import ExpressionSyntaxError, LanguageDisabledError
from mistralc.expressions.functions import FunctionProvider, NoFunctions
from mistralc.expressions.options import DEFAULT_OPTIONS, Options
from mistralc.expressions.read_set import NOTHING, Reads, merge

_NO_FUNCTIONS = NoFunctions()
_CACHE_SIZE = 4096
# Longer texts are no expressions that a workflow evaluates again and again.
_LONG = 2_000
_ATOMS = (str, int, float, bool, type(None))
_DIRECT: dict[str, Callable[[Any], Any]] = {}
"""Compiled functions of texts. Whatever one raises, the evaluation may be done again from the start."""


def is_expression(text: object) -> bool:
    """Whether Mistral sees an expression in this (only in text: ``<% %>``, ``{{ }}`` or ``{% %}`` on one line)."""
    return isinstance(text, str) and texts.language_of(text) is not None


def validate(text: object, options: Options = DEFAULT_OPTIONS) -> None:
    """Raise ExpressionSyntaxError exactly when Mistral's ``expressions.validate`` rejects the text.

    Anything but text is valid. Nested data is not walked: each text of it is validated where it stands.
    """
    if not isinstance(text, str):
        return
    found = None
    for language in (texts.JINJA, texts.YAQL):
        if not (texts.is_jinja(text) if language == texts.JINJA else texts.is_yaql(text)):
            continue
        if language not in options.allowed_languages:
            message = f"The '{language}' expression language is disabled by the operator."
            raise ExpressionSyntaxError(message, 0, language)
        if found:
            raise ExpressionSyntaxError(
                f"The line already contains an expression of type '{found}'. "
                "Mixing expression types in a single line is not allowed.",
                texts.first_yaql(text),
                None,
            )
        _validate(text, language, options)
        found = language


def _validate(text: str, language: str, options: Options) -> None:
    if language == texts.JINJA:
        from mistralc.expressions import jinja_language

        jinja_language.validate(text)
    else:
        from mistralc.expressions.yaql import analysis

        analysis.validate(text, options)


def evaluate(
    data: Any,
    context: Any,
    functions: FunctionProvider = _NO_FUNCTIONS,
    options: Options = DEFAULT_OPTIONS,
    raw_when_empty: bool = False,
) -> Any:
    """The data with its expressions evaluated: Mistral's ``expressions.evaluate_recursively``.

    Texts in dict values and in lists are evaluated, dict keys never, results never again; the data given is not
    changed. ``context`` is what ``$`` and ``_`` are: a mapping (values are converted when an expression looks them
    up), or any other data, as the ``output`` of an ad-hoc action has it. ``raw_when_empty`` is Mistral's rule that
    an empty context leaves the data as it is: the context of a running workflow is never empty there, ours may be
    when it was restricted to what is read.

    Raises ExpressionError (its text is Mistral's), and what a provider raises as FunctionUnavailable.
    """
    # Most calls end here: after a lookup and a call, as everything else would take longer than the expression.
    if options is DEFAULT_OPTIONS and not raw_when_empty:
        try:
            return _DIRECT[data](context)
        except Exception:  # noqa: BLE001 - nothing has happened yet: the long way says what it comes to
            pass
    # In a function of its own: variables that comprehensions look at would cost this one half of its time.
    return _evaluate(data, context, functions, options, raw_when_empty)


def _evaluate(data: Any, context: Any, functions: FunctionProvider, options: Options, raw_when_empty: bool) -> Any:
    if raw_when_empty and not context:
        return copy.deepcopy(data)
    if isinstance(data, str):
        return _evaluate_item(data, context, functions, options)
    if isinstance(data, dict):
        return {key: evaluate(value, context, functions, options) for key, value in data.items()}
    if isinstance(data, list):
        return [evaluate(value, context, functions, options) for value in data]
    return data if isinstance(data, _ATOMS) else copy.deepcopy(data)


def _evaluate_item(text: str, context: Any, functions: FunctionProvider, options: Options) -> Any:
    try:
        if options is DEFAULT_OPTIONS:
            evaluated = _evaluator(text)
            if evaluated is not None:
                _remember(text)
                return evaluated(context, functions)
        return evaluate_text(text, context, functions, options)
    except AttributeError:
        # Mistral's rule: the text stands for the value that could not be had.
        return text


@lru_cache(maxsize=_CACHE_SIZE)
def _evaluator(text: str) -> Callable[[Any, FunctionProvider], Any] | None:
    """The short way for a text that is one compiled YAQL expression."""
    if texts.language_of(text) != texts.YAQL or len(text) > _LONG:
        return None
    from mistralc.expressions import yaql_language

    return yaql_language.whole(text)


def _remember(text: str) -> None:
    """Keep the function of such a text for `evaluate`, unless it asks a provider, which must not be asked twice."""
    from mistralc.expressions import yaql_language

    run = yaql_language.direct(text)
    if run is not None:
        if len(_DIRECT) >= _CACHE_SIZE:
            _DIRECT.clear()
        _DIRECT[text] = run


def evaluate_text(
    text: str, context: Any, functions: FunctionProvider = _NO_FUNCTIONS, options: Options = DEFAULT_OPTIONS
) -> Any:
    """The value of one text: Mistral's ``expressions.evaluate``. Raises ExpressionError."""
    language = texts.language_of(text)
    if language is None:
        return text
    if language not in options.allowed_languages:
        raise LanguageDisabledError(text, language)
    if language == texts.JINJA:
        from mistralc.expressions import jinja_language

        return jinja_language.evaluate(text, context, functions)
    from mistralc.expressions import yaql_language

    return yaql_language.evaluate(text, context, functions, options)


def reads(data: Any, options: Options = DEFAULT_OPTIONS) -> Reads:
    """What the evaluation of this data may read, over all its texts (see Reads)."""
    if isinstance(data, str):
        return _text_reads(data, options)
    if isinstance(data, dict):
        return merge(reads(value, options) for value in data.values())
    if isinstance(data, list):
        return merge(reads(value, options) for value in data)
    return NOTHING


def _text_reads(text: str, options: Options) -> Reads:
    language = texts.language_of(text)
    if language is None:
        return NOTHING
    if language == texts.JINJA:
        from mistralc.expressions import jinja_language

        return jinja_language.reads(text)
    from mistralc.expressions.yaql import analysis

    return analysis.reads(text, options)
