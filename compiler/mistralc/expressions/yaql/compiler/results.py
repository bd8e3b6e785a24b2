"""The value of an expression as plain data, made so by as little as is certain to do it."""

from __future__ import annotations

import ast

from mistralc.expressions.yaql.compiler import emit
from mistralc.expressions.yaql.compiler.code import ANY, DICT, Code
from mistralc.expressions.yaql.compiler.scope import Unit


def result(code: Code, unit: Unit) -> ast.expr:
    """The code of the value as the caller is given it."""
    if code.scalar:
        return code.node
    if code.result is not None:
        return code.result
    if code.kind == DICT and code.unsure is not None:
        return emit.call("output_fresh_dict", code.node)
    if code.kind != ANY:
        return emit.call("output_plain", code.node)
    return plain(code.node, unit)


def plain(value: ast.expr, unit: Unit) -> ast.expr:
    """The value, which is most often a scalar, as plain data."""
    variable, kind = unit.variable(), unit.variable()
    # Most are texts and numbers, and those are told faster than other scalars.
    first = emit.is_same(emit.assign(kind, emit.call("type", emit.assign(variable, value))), "str")
    test = emit.any_of(first, emit.is_same(emit.name(kind), "int"), emit.is_among(emit.name(kind), "SCALARS"))
    return emit.choose(test, emit.name(variable), emit.call("output_plain", emit.name(variable)))


def likely(test: ast.expr, quick: ast.expr, slow: ast.expr, clean: bool) -> Code:
    """What gives a scalar if the test holds, as it mostly does."""
    result = emit.choose(test, quick, emit.call("output_plain", slow))
    return Code(emit.choose(test, quick, slow), ANY, clean, result=result)
