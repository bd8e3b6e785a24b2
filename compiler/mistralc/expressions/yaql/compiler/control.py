"""Forms whose arguments are not simply values: let, with, switch, coalesce, dict; and calls that leave the process."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mistralc.expressions.yaql.ast import Argument, Binary, Call, Constant, Keyword, Node, Pair, Wrapped
from mistralc.expressions.yaql.compiler import emit
from mistralc.expressions.yaql.compiler.arguments import Arguments, in_order, split
from mistralc.expressions.yaql.compiler.code import (
    ANY,
    DICT,
    NULL,
    SCALAR,
    STR,
    Bound,
    Code,
    Scalar,
    Unsupported,
    all_clean,
    joined,
)
from mistralc.expressions.yaql.compiler.results import result
from mistralc.expressions.yaql.compiler.scope import FUNCTIONS, Scope, Translator


@dataclass(frozen=True)
class LetCode(Code):
    """Variables around a body; where it is not inside of something else they need no function."""

    values: tuple[tuple[str, ast.expr], ...] = ()
    body: Code = field(default_factory=lambda: Code(emit.constant(None), NULL))


_Form = Callable[[Translator, Call, Scope], Code]


def arrow(translator: Translator, node: Binary, scope: Scope) -> Code:
    """`let(a => 1) -> …` and `with(1) -> …`."""
    binder = node.left
    while isinstance(binder, Wrapped):
        binder = binder.inner
    if not isinstance(binder, Call) or binder.name not in ("let", "with"):
        raise Unsupported("something else before ->")
    given = split(binder.arguments)
    if binder.name == "with" and given.named:
        raise Unsupported("a named argument of with")
    nodes = {f"${number}": item for number, item in enumerate(given.positional, 1)}
    nodes |= {f"${name}": item for name, item in given.named.items()}
    if len(nodes) != len(binder.arguments) or not nodes:
        raise Unsupported("variables of let")
    values = {name: translator.expression(item, scope) for name, item in nodes.items()}
    variables = [translator.unit.variable() for _ in values]
    bound = {
        name: Bound(emit.name(variable), code.kind, code.clean)
        for variable, (name, code) in zip(variables, values.items(), strict=True)
    }
    body = translator.expression(node.right, {**scope, **bound})
    codes = [code.node for code in values.values()]
    code = emit.bind(variables, body.node, codes)
    return LetCode(code, body.kind, body.clean, values=tuple(zip(variables, codes, strict=True)), body=body)


def _pairs(arguments: tuple[Argument, ...]) -> list[Pair]:
    pairs = [argument for argument in arguments if isinstance(argument, Pair)]
    if len(pairs) != len(arguments):
        raise Unsupported("arguments that are no pairs")
    return pairs


def _switch(translator: Translator, node: Call, scope: Scope) -> Code:
    if not node.arguments:
        raise Unsupported("arguments of switch")
    cases = [
        (translator.expression(pair.key, scope), translator.expression(pair.value, scope))
        for pair in _pairs(node.arguments)
    ]
    found = emit.constant(None)
    for test, value in reversed(cases):
        found = emit.choose(test.node, value.node, found)
    values = [value for _, value in cases]
    return Code(found, joined(Code(emit.constant(None), NULL), *values), all_clean(*values))


def _coalesce(translator: Translator, node: Call, scope: Scope) -> Code:
    given = split(node.arguments)
    if given.named or not given.positional:
        raise Unsupported("arguments of coalesce")
    values = [translator.expression(item, scope) for item in given.positional]
    found: Code = Code(emit.constant(None), NULL)
    for value in reversed(values):
        # Behind the last there is only null: it stands for itself, whatever it is.
        if (value.scalar and value.kind not in (NULL, SCALAR)) or found.kind == NULL:
            found = value
        elif value.kind != NULL:
            first, variable = translator.unit.once(value)
            found = Code(emit.choose(emit.is_not_none(first), variable.node, found.node), joined(value, found))
    return Code(found.node, found.kind if found.scalar else ANY, all_clean(*values))


def entries(translator: Translator, items: tuple[Argument, ...], scope: Scope) -> Code:
    """`{a => 1}` and `dict(a => 1)`."""
    keys: list[ast.expr | None] = []
    values: list[Code] = []
    for pair in _pairs(items):
        keys.append(_key(translator, pair.key, scope))
        values.append(translator.expression(pair.value, scope))
    code = ast.Dict(keys, [value.node for value in values])
    made = None
    if translator.unit.is_outside(scope):
        # No part can use up what another needs, so each is made plain where it is.
        made = ast.Dict(keys, [result(value, translator.unit) for value in values])
    return Code(code, DICT, all_clean(*values), result=made, unsure=_unsure(keys, values))


def _unsure(keys: list[ast.expr | None], values: list[Code]) -> tuple[Scalar, ...] | None:
    written: list[Any] = [key.value for key in keys if isinstance(key, ast.Constant)]
    if len(written) < len(keys):
        return None
    return tuple(dict.fromkeys(key for key, value in zip(written, values, strict=True) if not value.scalar))


def _key(translator: Translator, node: Node, scope: Scope) -> ast.expr:
    if isinstance(node, Keyword):
        return emit.constant(node.name)
    if isinstance(node, Constant):
        return emit.constant(node.value)
    return emit.call("values_key", translator.expression(node, scope).node)


def _dict(translator: Translator, node: Call, scope: Scope) -> Code:
    if len(node.arguments) == 1 and not isinstance(node.arguments[0], Pair):
        pairs = translator.expression(node.arguments[0], scope)
        return Code(emit.call("dicts_from_pairs", pairs.node), DICT, pairs.clean)
    return entries(translator, node.arguments, scope)


def set_entries(translator: Translator, node: Call, scope: Scope, receiver: Code) -> Code:
    """`x.set(key, value)`, `x.set({key => value})`, `x.set(key => value)`."""
    if any(isinstance(argument, Pair) for argument in node.arguments):
        more = entries(translator, node.arguments, scope)
        return Code(emit.call("dicts_with_entries", receiver.node, more.node), DICT, all_clean(receiver, more))
    codes = [translator.expression(item, scope) for item in split(node.arguments).positional]
    if len(codes) not in (1, 2):
        raise Unsupported("arguments of set")
    helper = "dicts_with_entries" if len(codes) == 1 else "dicts_with_entry"
    code = emit.call(helper, receiver.node, *(code.node for code in codes))
    return Code(code, DICT, all_clean(receiver, *codes))


def _datetime(translator: Translator, node: Call, scope: Scope) -> Code:
    given = split(node.arguments)
    if given.named:
        raise Unsupported("named arguments of datetime")
    codes = [translator.expression(item, scope).node for item in given.positional]
    if not 1 <= len(codes) <= 8:
        raise Unsupported("arguments of datetime")
    helper = "times_from_text_or_number" if len(codes) < 3 else "times_from_parts"
    return Code(emit.call(helper, *codes))


def _outside(method: str, names: tuple[str, ...], required: int) -> _Form:
    """A function of the provider: always called with all its arguments, and with scalars only."""

    def made(translator: Translator, node: Call, scope: Scope) -> Code:
        given: Arguments = split(node.arguments)
        nodes = in_order(given, names, required)
        codes = [
            emit.call("values_key", translator.expression(item, scope).node)
            if item is not None
            else emit.constant(None)
            for item in nodes
        ]
        if method == "task":
            codes = [emit.either(codes[0], emit.constant(None))]
        translator.unit.calls_out = True
        kind = STR if method == "uuid" else ANY
        return Code(emit.method(emit.name(FUNCTIONS), method, *codes), kind, False)

    return made


def _scalar(translator: Translator, node: Node | None, scope: Scope) -> ast.expr:
    if node is None:
        return emit.constant(None)
    return emit.call("values_key", translator.expression(node, scope).node)


def _tasks(translator: Translator, node: Call, scope: Scope) -> Code:
    """tasks(workflowExecutionId, recursive, state, flat)."""
    nodes = in_order(split(node.arguments), ("workflowExecutionId", "recursive", "state", "flat"), 0)
    codes: list[ast.expr] = []
    for item, flag in zip(nodes, (False, True, False, True), strict=True):
        if item is None:
            codes.append(emit.constant(False if flag else None))
        elif not flag:
            codes.append(emit.call("values_key", translator.expression(item, scope).node))
        elif isinstance(item, Constant) and isinstance(item.value, bool):
            codes.append(emit.constant(item.value))
        else:
            raise Unsupported("a computed flag of tasks")
    translator.unit.calls_out = True
    return Code(emit.method(emit.name(FUNCTIONS), "tasks", *codes), ANY, False)


FORMS: Mapping[str, _Form] = {
    "switch": _switch,
    "coalesce": _coalesce,
    "dict": _dict,
    "datetime": _datetime,
    "task": _outside("task", ("taskName",), 0),
    "env": _outside("env", (), 0),
    "execution": _outside("execution", (), 0),
    "executions": _outside("executions", ("id", "rootExecutionId", "state", "fromTime", "toTime"), 0),
    "tasks": _tasks,
    "global": _outside("global_", ("varName",), 1),
    "uuid": _outside("uuid", (), 0),
    "now": _outside("now", (), 0),
}
