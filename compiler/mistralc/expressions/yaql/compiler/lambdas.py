"""Methods that look at each item: comprehensions where that is what they are, helpers with a function for the rest."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

from mistralc.expressions.yaql.ast import Call, Node
from mistralc.expressions.yaql.compiler import emit
from mistralc.expressions.yaql.compiler.arguments import Arguments, in_order, split
from mistralc.expressions.yaql.compiler.code import (
    ANY,
    BOOL,
    DICT,
    INT,
    ITERATOR,
    ORDERING,
    SCALAR_KINDS,
    STR,
    Bound,
    Code,
    all_clean,
)
from mistralc.expressions.yaql.compiler.pipeline import Pipeline, stage
from mistralc.expressions.yaql.compiler.scope import DOLLAR, Scope, Translator

_Made = Callable[[Translator, Code, Arguments, Scope], Code]


def over_items(translator: Translator, node: Call, scope: Scope, receiver: Code) -> Code | None:
    """The call, if it is of a method that takes a lambda."""
    made = _METHODS.get(node.name)
    if made is None or (node.name in _OPTIONAL and not node.arguments):
        return None
    return made(translator, receiver, split(node.arguments), scope)


def _only(arguments: Arguments, name: str) -> Node:
    (node,) = in_order(arguments, [name], 1)
    assert node is not None
    return node


def _stage(translator: Translator, receiver: Code) -> Pipeline:
    return stage(Bound(emit.name(translator.unit.variable()), ANY, receiver.clean), receiver)


def _where(translator: Translator, receiver: Code, arguments: Arguments, scope: Scope) -> Code:
    items = _stage(translator, receiver)
    predicate = translator.expression(_only(arguments, "predicate"), {**scope, DOLLAR: items.item})
    return items.where(predicate.node).iterator()


def _select(translator: Translator, receiver: Code, arguments: Arguments, scope: Scope) -> Code:
    items = _stage(translator, receiver)
    element = translator.expression(_only(arguments, "selector"), {**scope, DOLLAR: items.item})
    clean = receiver.clean and all_clean(element)
    # It is an item now: nothing may be added to it any more.
    return items.select(Code(element.node, element.kind, clean, unsure=element.unsure)).iterator()


def _quantified(function: str) -> _Made:
    def made(translator: Translator, receiver: Code, arguments: Arguments, scope: Scope) -> Code:
        items = _stage(translator, receiver)
        tested = translator.expression(_only(arguments, "predicate"), {**scope, DOLLAR: items.item})
        return Code(emit.call(function, items.select(tested).generator()), BOOL)

    return made


def _many(translator: Translator, receiver: Code, arguments: Arguments, scope: Scope) -> Code:
    selected = _select(translator, receiver, arguments, scope)
    return Code(emit.call("sequences_many", selected.node), ITERATOR, selected.clean)


def function(translator: Translator, node: Node, scope: Scope, clean: bool, parameters: int = 1) -> Code:
    """A lambda as a Python function of so many items."""
    names = [translator.unit.variable() for _ in range(parameters)]
    items = {f"${number}": Bound(emit.name(name), ANY, clean) for number, name in enumerate(names, 1)}
    body = translator.expression(node, {**scope, **items})
    return Code(emit.function(names, body.node), body.kind, clean and all_clean(body))


def _helper(helper: str, name: str, kind: str, *, unclear: bool = False) -> _Made:
    """`helper(items, function)`."""

    def made(translator: Translator, receiver: Code, arguments: Arguments, scope: Scope) -> Code:
        chosen = function(translator, _only(arguments, name), scope, receiver.clean)
        called = f"{helper}_unclear" if unclear and not (chosen.clean or chosen.scalar) else helper
        return Code(emit.call(called, receiver.node, chosen.node), kind, receiver.clean)

    return made


def _ordered(helper: str) -> _Made:
    """`helper(items, function)`: the function gives the keys of a list of items."""

    def made(translator: Translator, receiver: Code, arguments: Arguments, scope: Scope) -> Code:
        item = translator.unit.variable()
        inner = {**scope, DOLLAR: Bound(emit.name(item), ANY, receiver.clean)}
        key = translator.expression(_only(arguments, "selector"), inner)
        keys = ast.ListComp(key.node, [emit.loop(item, emit.name("source"))])
        chosen = emit.function(["source"], keys)
        ordering = emit.call(helper, receiver.node, chosen)
        items = emit.call(f"{helper}_items", receiver.node, chosen)
        result = emit.call("output_plain_items", items)
        return Code(ordering, ORDERING, receiver.clean, items, result)

    return made


def _to_dict(translator: Translator, receiver: Code, arguments: Arguments, scope: Scope) -> Code:
    first, second = in_order(arguments, ["keySelector", "valueSelector"], 1)
    assert first is not None
    items = _stage(translator, receiver)
    inner = {**scope, DOLLAR: items.item}
    key = translator.expression(first, inner)
    value = translator.expression(second, inner) if second is not None else items.item
    made = items.entries(_key(translator, key), value.node)
    return Code(made, DICT, False, result=made if value.scalar else emit.call("output_fresh_dict", made))


def _key(translator: Translator, key: Code) -> ast.expr:
    """The code as a key: only scalars are keys for yaql and Python alike."""
    if key.kind in SCALAR_KINDS:
        return key.node
    first, variable = translator.unit.once(key)
    return emit.choose(emit.is_type(first, STR), variable.node, emit.call("values_key", variable.node))


def _group(translator: Translator, receiver: Code, arguments: Arguments, scope: Scope) -> Code:
    key, value, aggregate = in_order(arguments, ["keySelector", "valueSelector", "aggregator"], 1)
    assert key is not None
    items = _stage(translator, receiver)
    inner = {**scope, DOLLAR: items.item}
    # yaql looks at the value of an item first.
    made = translator.expression(value, inner) if value is not None else items.item
    chosen = translator.expression(key, inner)
    name = chosen.node if chosen.clean or chosen.scalar else emit.call("values_key", chosen.node)
    pairs = items.select(Code(ast.Tuple([made.node, name], ast.Load()))).generator()
    if aggregate is not None:
        aggregator = function(translator, aggregate, scope, False)
        return Code(emit.call("dicts_aggregated", pairs, aggregator.node), ITERATOR, False)
    result = emit.call("output_groups", emit.call("dicts_groups", pairs))
    return Code(emit.call("dicts_grouped", pairs), ITERATOR, False, result=result)


def _aggregate(translator: Translator, receiver: Code, arguments: Arguments, scope: Scope) -> Code:
    step, seed = in_order(arguments, ["selector", "seed"], 1)
    assert step is not None
    seeds = [translator.expression(seed, scope)] if seed is not None else []
    clean = all_clean(receiver, *seeds)
    # What a step gives is the first item of the next, so its body is looked at first.
    clean = function(translator, step, scope, clean, 2).clean
    chosen = function(translator, step, scope, clean, 2)
    codes = [receiver.node, chosen.node, *(code.node for code in seeds)]
    return Code(emit.call("sequences_aggregate", *codes), ANY, clean)


def _merge(translator: Translator, receiver: Code, arguments: Arguments, scope: Scope) -> Code:
    other, lists, items, levels = in_order(arguments, ["another", "listMerger", "itemMerger", "maxLevels"], 1)
    assert other is not None
    second = translator.expression(other, scope)
    clean = all_clean(receiver, second)
    mergers = [
        function(translator, node, scope, clean, 2).node if node is not None else emit.constant(None)
        for node in (lists, items)
    ]
    depth = [translator.expression(levels, scope).node] if levels is not None else []
    helper = "dicts_merged" if clean else "dicts_merged_unclear"
    return Code(emit.call(helper, receiver.node, second.node, *mergers, *depth), DICT, False)


def _join(translator: Translator, receiver: Code, arguments: Arguments, scope: Scope) -> Code | None:
    if len(arguments.positional) + len(arguments.named) == 1:
        return None
    other, wanted, selected = in_order(arguments, ["collection2", "predicate", "selector"], 3)
    assert other is not None
    assert wanted is not None
    assert selected is not None
    second = translator.expression(other, scope)
    clean = all_clean(receiver, second)
    test, made = (function(translator, node, scope, clean, 2) for node in (wanted, selected))
    codes = [receiver.node, second.node, test.node, made.node]
    return Code(emit.call("sequences_combined", *codes), ITERATOR, made.clean)


# Without a lambda these are other functions.
_OPTIONAL = frozenset({"any", "all", "distinct"})
_METHODS: Mapping[str, Callable[[Translator, Code, Arguments, Scope], Code | None]] = {
    "where": _where,
    "filter": _where,
    "select": _select,
    "map": _select,
    "any": _quantified("any"),
    "all": _quantified("all"),
    "selectMany": _many,
    "toDict": _to_dict,
    "groupBy": _group,
    "aggregate": _aggregate,
    "reduce": _aggregate,
    "mergeWith": _merge,
    "join": _join,
    "distinct": _helper("sequences_distinct", "keySelector", ITERATOR, unclear=True),
    "orderBy": _ordered("ordering_ascending"),
    "orderByDescending": _ordered("ordering_descending"),
    "thenBy": _ordered("ordering_then_ascending"),
    "thenByDescending": _ordered("ordering_then_descending"),
    "takeWhile": _helper("sequences_take_while", "predicate", ITERATOR),
    "skipWhile": _helper("sequences_skip_while", "predicate", ITERATOR),
    "indexWhere": _helper("sequences_index_where", "predicate", INT),
    "lastIndexWhere": _helper("sequences_last_index_where", "predicate", INT),
}
