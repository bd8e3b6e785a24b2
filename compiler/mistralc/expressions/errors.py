"""What can go wrong with an expression."""

from __future__ import annotations


class ExpressionSyntaxError(ValueError):
    """The text of an expression is not valid, for Mistral and for us alike.

    ``message`` says what was found and what was expected (for Jinja in the words of Mistral's validator), ``offset``
    is the character offset of the fault in the whole text (None where the parser does not tell) and ``end`` where it
    ends, ``language`` is ``yaql``, ``jinja``, or None when the fault is that two languages are mixed.
    """

    def __init__(self, message: str, offset: int | None, language: str | None, end: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.end = offset + 1 if end is None and offset is not None else end
        self.language = language


class ExpressionError(Exception):
    """An expression could not be evaluated.

    ``message`` is Mistral's whole sentence, ``reason`` the inner error alone, ``expression`` the text that failed
    (for YAQL the one ``<% %>`` of the string, stripped; for Jinja the whole string).
    """

    def __init__(self, message: str, *, expression: str, language: str, reason: str) -> None:
        super().__init__(message)
        self.message = message
        self.expression = expression
        self.language = language
        self.reason = reason


class YaqlError(ExpressionError):
    """A YAQL expression could not be evaluated (Mistral's YaqlEvaluationException)."""

    def __init__(self, expression: str, reason: str) -> None:
        message = f"Can not evaluate YAQL expression [expression={expression}, error={reason}]"
        super().__init__(message, expression=expression, language="yaql", reason=reason)


class JinjaError(ExpressionError):
    """A Jinja expression could not be evaluated (Mistral's JinjaEvaluationException)."""

    def __init__(self, expression: str, reason: str) -> None:
        message = f"Can not evaluate Jinja expression [expression={expression}, error={reason}]"
        super().__init__(message, expression=expression, language="jinja", reason=reason)


class LanguageDisabledError(ExpressionError):
    """The language of the expression is not among ``Options.allowed_languages``."""

    def __init__(self, expression: str, language: str) -> None:
        message = f"The '{language}' expression language is disabled by the operator."
        super().__init__(message, expression=expression, language=language, reason=message)


class FunctionUnavailable(Exception):
    """Raised by a function provider when it cannot answer now: passes through evaluation as it is.

    The counterpart of Mistral's database errors: it says nothing about the expression, so it must reach the layer
    that may try again.
    """
