"""YAQL and Jinja expressions as Mistral evaluates them.

    evaluate("<% $.a + 1 %>", {"a": 1})     -> 2
    validate("<% $.a + %>")                 raises ExpressionSyntaxError with the offset of the fault
    reads({"in": "<% task(t1).result %>"})  -> Reads(tasks={"t1"}, …)

Importing the package is light; a language is imported when the first expression in it is met.
"""

from mistralc.expressions.bare import evaluate_bare, validate_bare
from mistralc.expressions.errors import (
    ExpressionError,
    ExpressionSyntaxError,
    FunctionUnavailable,
    JinjaError,
    LanguageDisabledError,
    YaqlError,
)
from mistralc.expressions.evaluation import evaluate, evaluate_text, is_expression, reads, validate
from mistralc.expressions.functions import FunctionProvider, NoFunctions
from mistralc.expressions.options import DEFAULT_OPTIONS, Options
from mistralc.expressions.read_set import NOTHING, Reads, merge
from mistralc.expressions.storage import UnstorableError, stored

__all__ = [
    "DEFAULT_OPTIONS",
    "NOTHING",
    "ExpressionError",
    "ExpressionSyntaxError",
    "FunctionProvider",
    "FunctionUnavailable",
    "JinjaError",
    "LanguageDisabledError",
    "NoFunctions",
    "Options",
    "Reads",
    "UnstorableError",
    "YaqlError",
    "evaluate",
    "evaluate_bare",
    "evaluate_text",
    "is_expression",
    "merge",
    "reads",
    "stored",
    "validate",
    "validate_bare",
]
