"""Expressions evaluated here, or elsewhere when they may not end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mistralc.expressions.bounds.growth import size_of
from mistralc.expressions.bounds.limits import is_worker
from mistralc.expressions.bounds.risk import yaql_risk
from mistralc.expressions.functions import FunctionProvider
from mistralc.expressions.options import Options
from mistralc.expressions.read_set import Reads

_MUCH = 3_000
"""Items, entries and characters that a loop of Jinja may look at in another loop, where it is called."""
Evaluate = Callable[[str, Any, FunctionProvider, Options], Any]


def evaluate_yaql(source: str, context: Any, functions: FunctionProvider, options: Options, evaluate: Evaluate) -> Any:
    """The value of a YAQL expression without its marks: by `evaluate`, or elsewhere when it may not end."""
    risk = yaql_risk(source)
    if risk is None or is_worker():
        return evaluate(source, context, functions, options)
    # Few processes ever come here.
    from mistralc.expressions.bounds import confining
    from mistralc.expressions.bounds.weighing import TooHeavy, Weighing

    if risk.applies(context):
        return confining.confine_yaql(source, context, functions, options)
    if not risk.asks:
        return evaluate(source, context, functions, options)
    weighing = Weighing(functions, lambda answers: risk.applies(context, answers))
    try:
        return evaluate(source, context, weighing, options)
    except TooHeavy:
        return confining.confine_yaql(source, context, weighing.weighed(), options)


def evaluate_jinja(
    text: str,
    context: Any,
    functions: FunctionProvider,
    read: Reads,
    evaluate: Callable[[FunctionProvider], Any],
    *,
    bare: bool,
) -> Any:
    """The value of a text with Jinja, or of a bare expression: by `evaluate`, or elsewhere when it may not end."""
    from mistralc.expressions.bounds.jinja_risk import jinja_loops, jinja_risk

    if is_worker():
        return evaluate(functions)
    risky = jinja_risk(text, bare)
    if not risky and not jinja_loops(text, bare):
        return evaluate(functions)
    from mistralc.expressions.bounds.confining import confine_jinja
    from mistralc.expressions.bounds.weighing import TooHeavy, Weighing

    size = size_of(read.restrict(context) if isinstance(context, Mapping) else context)
    if risky or size > _MUCH:
        return confine_jinja(text, context, functions, read, bare=bare)
    weighing = Weighing(functions, lambda answers: size + answers > _MUCH)
    try:
        return evaluate(weighing)
    except TooHeavy:
        return confine_jinja(text, context, weighing.weighed(), read, bare=bare)
