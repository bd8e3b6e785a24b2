"""YAQL evaluated here, or elsewhere when it may not end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mistralc.expressions.bounds.limits import is_worker
from mistralc.expressions.bounds.risk import yaql_risk
from mistralc.expressions.functions import FunctionProvider
from mistralc.expressions.options import Options

Evaluate = Callable[[str, Any, FunctionProvider, Options], Any]


def evaluate_yaql(source: str, context: Any, functions: FunctionProvider, options: Options, evaluate: Evaluate) -> Any:
    """The value of a YAQL expression without its marks: by `evaluate`, or elsewhere when it may not end."""
    risk = yaql_risk(source)
    if risk is None or not risk.applies(context):
        return evaluate(source, context, functions, options)
    if is_worker():
        return evaluate(source, context, functions, options)
    # Few processes ever come here.
    from mistralc.expressions.bounds import confining

    return confining.confine_yaql(source, context, functions, options)
