"""YAQL expressions as Python functions.

    compiled(parse("$.a + 1"))  -> Compiled; .run({"a": 1}, …) gives 2

What is not certain to be exact is not compiled (None), or raises Deopt at run time: then the yaql library evaluates
the whole expression.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mistralc.expressions.yaql.ast import Node
from mistralc.expressions.yaql.compiler import emit
from mistralc.expressions.yaql.compiler.code import ANY, Bound, Code, Unsupported
from mistralc.expressions.yaql.compiler.pipeline import PipelineCode
from mistralc.expressions.yaql.compiler.scope import CONTEXT, DATA, DOLLAR, FUNCTIONS, Unit
from mistralc.expressions.yaql.compiler.translation import Translation
from mistralc.expressions.yaql.runtime import HELPERS
from mistralc.expressions.yaql.runtime.values import FILE

__all__ = ["Compiled", "Unsupported", "compiled"]


@dataclass(frozen=True, slots=True)
class Compiled:
    """`run(data, context, functions)`: `$`, the context Mistral's variables are in, and a function provider.

    `calls_out` says whether the provider is asked: then it must be a Recorder, because an evaluation that is given
    up is done again by the library.
    """

    run: Callable[[Any, Any, Any], Any]
    calls_out: bool


def compiled(node: Node) -> Compiled:
    """The function of an expression. Raises Unsupported."""
    translation = Translation()
    data = Bound(emit.name(DATA), ANY)
    try:
        code = translation.expression(node, {DOLLAR: data})
        return Compiled(_made(_result(code), translation.unit), translation.unit.calls_out)
    except (RecursionError, MemoryError, SyntaxError) as error:
        # Limits of Python's compiler.
        raise Unsupported("size") from error


def _result(code: Code) -> ast.expr:
    """The value as plain data."""
    if code.scalar:
        return code.node
    if isinstance(code, PipelineCode) and code.pipeline is not None:
        # No variable of let() can be in it here, so making items plain afterwards uses up nothing that another needs.
        items = code.pipeline.items().node
        if code.pipeline.of_scalars:
            return items
        return emit.call("output_fresh_dicts" if code.pipeline.element.fresh else "output_plain_items", items)
    return emit.call("output_fresh_dict" if code.fresh else "output_plain", code.node)


def _made(result: ast.expr, unit: Unit) -> Callable[[Any, Any, Any], Any]:
    function = ast.fix_missing_locations(ast.Expression(emit.function((DATA, CONTEXT, FUNCTIONS), result)))
    names: dict[str, Any] = {"__builtins__": {}, **HELPERS, **unit.constants}
    return eval(compile(function, FILE, "eval"), names)  # type: ignore[no-any-return]
