"""YAQL expressions as Python functions.

    compiled(parse("$.a + 1"))  -> Compiled; .run({"a": 1}) gives 2

What is not certain to be exact is not compiled (None), or raises Deopt at run time: then the yaql library evaluates
the whole expression.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from mistralc.expressions.yaql.ast import Node
from mistralc.expressions.yaql.compiler import emit
from mistralc.expressions.yaql.compiler.code import Code, Unsupported
from mistralc.expressions.yaql.compiler.control import LetCode
from mistralc.expressions.yaql.compiler.results import result
from mistralc.expressions.yaql.compiler.scope import DATA, DOLLAR, FUNCTIONS, RUN, Unit
from mistralc.expressions.yaql.compiler.translation import Translation
from mistralc.expressions.yaql.runtime import HELPERS
from mistralc.expressions.yaql.runtime.values import FILE

__all__ = ["Compiled", "Unsupported", "compiled"]


@dataclass(frozen=True, slots=True)
class Compiled:
    """`run(data, functions=None)`: the context, which is `$`, and a function provider.

    `calls_out` says whether the provider is asked: then it must be there and be a Recorder, because an evaluation that
    is given up is done again by the library.
    """

    run: Callable[..., Any]
    calls_out: bool


def compiled(node: Node) -> Compiled:
    """The function of an expression. Raises Unsupported."""
    translation = Translation()
    try:
        code = translation.expression(node, {DOLLAR: translation.unit.root})
        return Compiled(_made(code, translation.unit), translation.unit.calls_out)
    except (RecursionError, MemoryError, SyntaxError) as error:
        # Limits of Python's compiler.
        raise Unsupported("size") from error


def _made(code: Code, unit: Unit) -> Callable[..., Any]:
    body: list[ast.stmt] = []
    while isinstance(code, LetCode):
        body += [emit.let(variable, value) for variable, value in code.values]
        # Its variables may be iterators: making one part of the result plain may use up what another needs.
        code = replace(code.body, result=None)
    body.append(ast.Return(result(code, unit)))
    module = ast.fix_missing_locations(ast.Module([emit.definition(RUN, (DATA, FUNCTIONS), body)], []))
    names: dict[str, Any] = {"__builtins__": {}, **HELPERS, **unit.constants}
    exec(compile(module, FILE, "exec"), names)
    return names[RUN]  # type: ignore[no-any-return]
