"""Calls of functions and methods."""

from __future__ import annotations

import ast
from functools import reduce

from mistralc.expressions.yaql.ast import Argument, Call, Pair, Skipped
from mistralc.expressions.yaql.compiler import access, control, emit, lambdas
from mistralc.expressions.yaql.compiler.arguments import in_order, split
from mistralc.expressions.yaql.compiler.code import (
    ANY,
    INT,
    ITERATOR,
    LIST,
    STR,
    Code,
    Unsupported,
    all_clean,
    listed,
)
from mistralc.expressions.yaql.compiler.results import likely
from mistralc.expressions.yaql.compiler.scope import Scope, Translator
from mistralc.expressions.yaql.compiler.signatures import EXTENSIONS, FUNCTIONS, METHODS, Signature

# These take all items at once, so a comprehension may give them a list.
_TAKE_ALL = frozenset({"sequences_length", "sequences_count", "sequences_total", "sequences_largest", "text_join"})
_TAKE_ALL |= {"sequences_smallest", "sequences_total_unclear"}

# Where the receiver and so many arguments are texts these are methods of Python's texts.
_OF_TEXT = {
    ("text_split", 1): "split",
    ("text_right_split", 1): "rsplit",
    ("text_replace", 2): "replace",
    ("text_starts_with", 1): "startswith",
    ("text_ends_with", 1): "endswith",
}


def call(translator: Translator, node: Call, scope: Scope, receiver: Code | None) -> Code:
    """A function, or a method when there is a receiver. Raises Unsupported."""
    return _function(translator, node, scope) if receiver is None else _method(translator, node, scope, receiver)


def _method(translator: Translator, node: Call, scope: Scope, receiver: Code) -> Code:
    if node.name == "get":
        nodes = in_order(split(node.arguments), ["key", "default"], 1)
        codes = [translator.expression(item, scope) for item in nodes if item is not None]
        return access.get(translator, receiver, codes)
    if node.name == "set":
        return control.set_entries(translator, node, scope, receiver)
    if node.name == "toList" and not node.arguments and receiver.kind == ITERATOR and receiver.items is not None:
        return listed(receiver)
    made = lambdas.over_items(translator, node, scope, receiver)
    if made is not None:
        return made
    signature = METHODS.get(node.name)
    if signature is None:
        raise Unsupported(f"method {node.name}")
    return _helper(translator, signature, node.arguments, scope, [receiver])


def _function(translator: Translator, node: Call, scope: Scope) -> Code:
    form = control.FORMS.get(node.name)
    if form is not None:
        return form(translator, node, scope)
    if node.name == "concat":
        return _concat(translator, node, scope)
    if node.name in EXTENSIONS and node.arguments and not isinstance(node.arguments[0], Pair | Skipped):
        receiver = translator.expression(node.arguments[0], scope)
        return _helper(translator, EXTENSIONS[node.name], node.arguments[1:], scope, [receiver])
    signature = FUNCTIONS.get(node.name)
    if signature is None:
        raise Unsupported(f"function {node.name}")
    made = _helper(translator, signature, node.arguments, scope, [])
    if node.name == "str":
        return _text(translator, made)
    return made


def _text(translator: Translator, made: Code) -> Code:
    """str(): a number or a text is as Python writes it, what is not clean yaql prints in another way."""
    assert isinstance(made.node, ast.Call)
    helper = "conversion_to_text_deep" if made.clean else "conversion_to_text"
    if made.node.keywords:
        return Code(emit.call(helper, *[keyword.value for keyword in made.node.keywords]), STR)
    variable = translator.unit.variable()
    test = emit.is_one_of(emit.assign(variable, made.node.args[0]), "PRINTED")
    slow = emit.call(helper, emit.name(variable))
    return Code(emit.choose(test, emit.call("str", emit.name(variable)), slow), STR)


def _concat(translator: Translator, node: Call, scope: Scope) -> Code:
    given = split(node.arguments)
    if given.named or not given.positional:
        raise Unsupported("arguments of concat")
    codes = [translator.expression(item, scope) for item in given.positional]
    kind = STR if codes[0].kind == STR else ANY
    slow = emit.call("sequences_concat", *(code.node for code in codes))
    place = next((place for place, code in enumerate(codes) if not isinstance(code.node, ast.Constant)), 0)
    if any(code.kind != STR for code in [*codes[:place], *codes[place + 1 :]]):
        return Code(slow, kind, all_clean(*codes))
    # Behind texts that are written down, the one part that may be none is evaluated before the others.
    first, codes[place] = translator.unit.once(codes[place])
    nodes = [code.node for code in codes]
    slow = emit.call("sequences_concat", *nodes)
    quick = reduce(lambda one, two: ast.BinOp(one, ast.Add(), two), nodes)
    return likely(emit.is_type(first, "str"), quick, slow, all_clean(*codes))


def _helper(
    translator: Translator, signature: Signature, arguments: tuple[Argument, ...], scope: Scope, first: list[Code]
) -> Code:
    more, named = _arguments(translator, signature, arguments, scope)
    codes = [*first, *more]
    all_are_clean = all_clean(*codes, *named.values())
    clean = signature.clean and all_are_clean
    helper = signature.helper if all_are_clean or not signature.has_unclear else f"{signature.helper}_unclear"
    if helper in _TAKE_ALL and codes[0].kind == ITERATOR:
        codes[0] = listed(codes[0])
    if helper == "sequences_length":
        return Code(_length(translator, codes[0]), INT)
    if (helper, len(codes) - 1) in _OF_TEXT and all(_is_text(code) for code in codes[1:]) and not named:
        return Code(_of_text(translator, helper, codes), signature.kind, clean)
    code = emit.call(helper, *(code.node for code in codes), **{key: code.node for key, code in named.items()})
    if helper == "sequences_distinct":
        taken = listed(codes[0]).node
        result = emit.call("output_distinct", taken)
        return Code(code, ITERATOR, clean, emit.call("sequences_distinct_items", taken), result)
    return Code(code, LIST if helper == "sequences_to_list" else signature.kind, clean)


def _arguments(
    translator: Translator, signature: Signature, arguments: tuple[Argument, ...], scope: Scope
) -> tuple[list[Code], dict[str, Code]]:
    """The arguments by position and those by name, under the names that the helper has for them."""
    given = split(arguments)
    if signature.variadic:
        if given.named:
            raise Unsupported("named arguments")
        return [translator.expression(item, scope) for item in given.positional], {}
    codes: list[Code] = []
    named: dict[str, Code] = {}
    nodes = in_order(given, signature.names, signature.required)
    for position, (keyword, item) in enumerate(zip(signature.keywords, nodes, strict=True)):
        if item is not None and position < len(given.positional):
            codes.append(translator.expression(item, scope))
        elif item is not None:
            named[keyword] = translator.expression(item, scope)
    return codes, named


def _is_text(code: Code) -> bool:
    return isinstance(code.node, ast.Constant) and code.kind == STR


def _of_text(translator: Translator, helper: str, codes: list[Code]) -> ast.expr:
    """Python's own method, which is that of yaql, for a text and texts that are written down."""
    first, variable = translator.unit.once(codes[0])
    others = [code.node for code in codes[1:]]
    quick = emit.method(variable.node, _OF_TEXT[helper, len(others)], *others)
    return emit.choose(emit.is_type(first, "str"), quick, emit.call(helper, variable.node, *others))


def _length(translator: Translator, code: Code) -> ast.expr:
    if code.kind == LIST:
        return emit.call("len", code.node)
    if code.kind != ANY:
        return emit.call("sequences_length", code.node)
    first, variable = translator.unit.once(code)
    slow = emit.call("sequences_length", variable.node)
    return emit.choose(emit.is_type(first, "list"), emit.call("len", variable.node), slow)
