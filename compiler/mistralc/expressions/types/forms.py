"""Functions with rules of their own: those that bind variables, and those that choose what is evaluated."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mistralc.expressions.types.lattice import ANY, NULL, Record, Type, item_of, join, members
from mistralc.expressions.types.scope import ContextType, Scope
from mistralc.expressions.yaql.ast import Call, Keyword, Pair, Skipped
from mistralc.expressions.yaql.walk import constant_text

if TYPE_CHECKING:
    from mistralc.expressions.types.inference import Inference

_Form = Callable[["Inference", Call, "Type | None", Scope, bool], Type]


def _let(walk: Inference, node: Call, receiver: Type | None, scope: Scope, sure: bool) -> Type:
    """`let(1, x => 2)`."""
    bound: dict[str, Type] = {}
    place = 0
    for argument in node.arguments:
        if isinstance(argument, Pair):
            value = walk.infer(argument.value, scope, sure)
            if not isinstance(argument.key, Keyword):
                return ANY
            bound[argument.key.name] = value
        else:
            place += 1
            bound[str(place)] = ANY if isinstance(argument, Skipped) else walk.infer(argument, scope, sure)
    return ContextType("context", scope.bound(bound))


def _unpack(walk: Inference, node: Call, receiver: Type | None, scope: Scope, sure: bool) -> Type:
    """`[1, 2].unpack(a, b)`: without names the variables are `$1`, `$2`, as many as there are elements."""
    names = [constant_text(argument) for argument in node.arguments]
    if not names or None in names or receiver is None:
        return ContextType("context", scope.unknown())
    item = item_of(receiver)
    return ContextType("context", scope.bound({name: item for name in names if name is not None}))


def _def(walk: Inference, node: Call, receiver: Type | None, scope: Scope, sure: bool) -> Type:
    """`def(name, body)`."""
    name = constant_text(node.arguments[0]) if node.arguments else None
    if name is None:
        return ContextType("context", scope.unknown())
    inner = scope.defining(name)
    for body in node.arguments[1:]:
        walk.infer(body, inner.unknown(), sure=False)
    return ContextType("context", inner)


def _switch(walk: Inference, node: Call, receiver: Type | None, scope: Scope, sure: bool) -> Type:
    """`switch(condition => value, …)`: null when no condition holds."""
    found: list[Type] = [NULL]
    for place, argument in enumerate(node.arguments):
        if not isinstance(argument, Pair):
            return ANY
        walk.infer(argument.key, scope, sure and place == 0)
        found.append(walk.infer(argument.value, scope, sure=False))
    return join(found)


def _coalesce(walk: Inference, node: Call, receiver: Type | None, scope: Scope, sure: bool) -> Type:
    """`coalesce(a, b)`: the first that is not null."""
    if any(isinstance(argument, Pair | Skipped) for argument in node.arguments):
        return ANY
    found = [walk.infer(argument, scope, sure and place == 0) for place, argument in enumerate(node.arguments)]
    return join((*found, NULL))


def _outer(walk: Inference, node: Call, receiver: Type | None, scope: Scope, sure: bool) -> Type:
    """Functions whose lambdas see the variables around them: each may be evaluated or not."""
    for argument in node.arguments:
        walk.infer(argument, scope, sure=False)
    return ANY


def field_by_get(node: Call, receiver: Type, default: Type) -> Type:
    """What `d.get(name, default)` gives when the fields of the dict are known."""
    name = constant_text(node.arguments[0]) if node.arguments else None
    records = [member for member in members(receiver) if isinstance(member, Record)]
    if name is None or len(records) != len(members(receiver)):
        return ANY
    return join((*(record.get(name) or default for record in records), default))


FORMS: dict[tuple[str, bool], _Form] = {
    ("let", False): _let,
    ("with", False): _let,
    ("unpack", True): _unpack,
    ("def", False): _def,
    ("switch", False): _switch,
    ("coalesce", False): _coalesce,
    ("selectCase", False): _outer,
    ("selectAllCases", False): _outer,
    ("examine", False): _outer,
    ("switchCase", True): _outer,
}
"""By name and whether it is called as a method."""
