"""`x.name`, `x.method()`, `x?.name` and `x[key]`."""

from __future__ import annotations

import ast

from mistralc.expressions.yaql.ast import Binary, Call, Index, Keyword, Node, Pair, Skipped
from mistralc.expressions.yaql.compiler import emit
from mistralc.expressions.yaql.compiler.code import (
    ANY,
    DICT,
    INT,
    ITERATOR,
    LIST,
    SET,
    STR,
    Bound,
    Code,
    Unsupported,
    all_clean,
)
from mistralc.expressions.yaql.compiler.pipeline import stage
from mistralc.expressions.yaql.compiler.results import plain
from mistralc.expressions.yaql.compiler.scope import Scope, Translator


def dot(translator: Translator, node: Binary, scope: Scope) -> Code:
    receiver = translator.expression(node.left, scope)
    if node.operator == ".":
        return _right(translator, receiver, node.right, scope)
    first, variable = translator.unit.once(receiver)
    found = _right(translator, variable, node.right, scope)
    return Code(emit.choose(emit.is_none(first), emit.constant(None), found.node), ANY, found.clean)


def _right(translator: Translator, receiver: Code, node: Node, scope: Scope) -> Code:
    if isinstance(node, Keyword):
        return _member(translator, receiver, node.name)
    if isinstance(node, Call):
        return translator.call(node, scope, receiver)
    raise Unsupported("something else after a dot")


def _member(translator: Translator, receiver: Code, name: str) -> Code:
    key = emit.constant(name)
    if receiver.kind == DICT:
        return Code(emit.subscript(receiver.node, key), ANY, receiver.clean)
    if receiver.kind in (ITERATOR, LIST):
        items = stage(Bound(emit.name(translator.unit.variable()), ANY, receiver.clean), receiver)
        return items.select(_member(translator, items.element, name)).iterator()
    if receiver.kind != ANY:
        kind = ITERATOR if receiver.kind == SET else ANY
        return Code(emit.call("access_member", receiver.node, key), kind, receiver.clean)
    first, variable = translator.unit.once(receiver)
    test, quick = emit.is_type(first, "dict"), emit.subscript(variable.node, key)
    code = emit.choose(test, quick, emit.call("access_member", variable.node, key))
    # Of a list that is only looked at for the result, the members need no iterator.
    members = emit.call("output_members", variable.node, key)
    result = emit.choose(test, plain(quick, translator.unit), members)
    return Code(code, ANY, receiver.clean, result=result)


def index(translator: Translator, node: Index, scope: Scope) -> Code:
    target = translator.expression(node.target, scope)
    if any(isinstance(argument, Pair | Skipped) for argument in node.arguments):
        raise Unsupported("a named index")
    arguments = [translator.expression(argument, scope) for argument in node.arguments]
    clean = all_clean(target, *arguments)
    if len(arguments) == 1:
        return Code(_item(translator, target, arguments[0]), ANY, clean)
    if len(arguments) == 2:
        codes = [code.node for code in (target, *arguments)]
        return Code(emit.call("access_item_or", *codes), ANY, clean)
    raise Unsupported("indices")


def _item(translator: Translator, target: Code, key: Code) -> ast.expr:
    kind = {STR: "dict", INT: "list"}.get(key.kind)
    if kind is None or not isinstance(key.node, _CONSTANT) or target.kind not in (ANY, DICT, LIST):
        return emit.call("access_item", target.node, key.node)
    first, variable = translator.unit.once(target)
    quick = emit.subscript(variable.node, key.node)
    return emit.choose(emit.is_type(first, kind), quick, emit.call("access_item", variable.node, key.node))


def get(translator: Translator, receiver: Code, arguments: list[Code]) -> Code:
    """`x.get(key, default)`."""
    clean = all_clean(receiver, *arguments)
    key, *default = (code.node for code in arguments)
    if receiver.kind != ANY or not isinstance(key, _CONSTANT):
        helper = "access_item_or" if default else "access_item_or_null"
        return Code(emit.call(helper, receiver.node, key, *default), ANY, clean)
    first, variable = translator.unit.once(receiver)
    if default and not isinstance(default[0], _CONSTANT):
        # The default is evaluated once, wherever it is used.
        return Code(emit.call("access_item_or", receiver.node, key, *default), ANY, clean)
    quick = emit.method(variable.node, "get", key, *default)
    slow = emit.call("access_item_or", variable.node, key, *(default or [emit.constant(None)]))
    return Code(emit.choose(emit.is_type(first, "dict"), quick, slow), ANY, clean)


_CONSTANT = type(emit.constant(None))
