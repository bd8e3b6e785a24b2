"""Calls of functions, methods and operators: yaql's choice of an overload, on types instead of values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mistralc.diagnostics.nearest import did_you_mean
from mistralc.expressions.catalogue import Overload, method_names, overloads
from mistralc.expressions.sites import site_function_names
from mistralc.expressions.types.binding import Arguments, Bound, accepts_form, arguments, bind, is_lazy, misfit
from mistralc.expressions.types.comparing import apart, misspelt, outside
from mistralc.expressions.types.findings import Finding, Kind
from mistralc.expressions.types.forms import FORMS, field_by_get
from mistralc.expressions.types.lambdas import lambda_scope
from mistralc.expressions.types.lattice import (
    ANY,
    INT,
    NULL,
    STR,
    Type,
    item_of,
    join,
    may_be,
    members,
)
from mistralc.expressions.types.notation import parse_type, substitute
from mistralc.expressions.types.scope import Scope
from mistralc.expressions.yaql.ast import Binary, Call, ListDisplay, Node, Skipped, Unary
from mistralc.expressions.yaql.walk import children, constant_text, unwrapped

if TYPE_CHECKING:
    from mistralc.expressions.types.inference import Inference

_Chosen = list[tuple[Overload, Bound]]
_Types = dict[int | str, Type]
_OPTIONAL = frozenset({"get", "containsKey"})
_OUTCOMES = {"=": "false", "!=": "true"}
_NO_FORMAT = "text has no format() since yaql 3.0: write concat(…), or replace('{0}', …)"


class Calls:
    """Types of calls."""

    def __init__(self, walk: Inference) -> None:
        self._walk = walk

    def call(self, node: Call, receiver: Type | None, scope: Scope, sure: bool) -> Type:
        """The type of `name(…)`, or of `receiver.name(…)`."""
        name = node.name.rstrip("_")
        special = FORMS.get((name, receiver is not None))
        if special is not None:
            return special(self._walk, node, receiver, scope, sure)
        if receiver is None and self._walk.environment.call is not None:
            known = self._walk.environment.call(node)
            if known is not None:
                self._generic(node, name, receiver, scope, sure)
                return known
        return self._generic(node, name, receiver, scope, sure)

    def _generic(self, node: Call, name: str, receiver: Type | None, scope: Scope, sure: bool) -> Type:
        method = receiver is not None
        choice = [o for o in overloads("yaql", name) if (o.method if method else o.function)]
        if not choice:
            self._unknown(node, name, receiver, scope, sure)
            for argument in node.arguments:
                self._walk.infer(argument, scope.unknown(), sure=False)
            return ANY
        return self._resolve(node, f"'{name}'", choice, node.arguments, receiver, scope, sure)

    def operator(
        self, node: Unary | Binary, shown: str, key: str, operands: tuple[Node, ...], scope: Scope, sure: bool
    ) -> Type:
        """The type of an operator's value."""
        choice = list(overloads("yaql", key))
        if not choice:
            return ANY
        return self._resolve(node, f"'{shown}'", choice, operands, None, scope, sure)

    def _unknown(self, node: Call, name: str, receiver: Type | None, scope: Scope, sure: bool) -> None:
        sites = site_function_names()
        if scope.open or name in scope.functions or name in sites:
            return
        method = receiver is not None
        if method and sites and any(member == ANY for member in members(receiver or ANY)):
            return  # a site's function may give an object with methods of its own
        other = name in method_names(method=not method)
        known = method_names(method=method)
        wrong_way = f"write {name}(…)" if method else f"'{name}' is a method: write x.{name}(…)"
        self._walk.findings.append(
            Finding(
                Kind.UNKNOWN_METHOD if method else Kind.UNKNOWN_FUNCTION,
                node.start,
                node.start + len(node.name),
                f"unknown {'method' if method else 'function'} '{name}'",
                help=wrong_way if other else did_you_mean(name, known | (set() if method else sites)),
                always=sure,
            )
        )

    def _resolve(
        self,
        node: Node,
        shown: str,
        choice: list[Overload],
        nodes: tuple[Node, ...],
        receiver: Type | None,
        scope: Scope,
        sure: bool,
    ) -> Type:
        named = all(overload.named for overload in choice) and not isinstance(node, Unary | Binary)
        given = arguments(nodes, named=named, method=receiver is not None)
        if given is None or any(isinstance(argument, Skipped) for argument in nodes):
            return ANY
        fitting = [(o, bound) for o in choice if (bound := bind(o, given)) is not None and _forms_fit(bound, given)]
        if not fitting:
            self._misfit(node, shown, choice, given, receiver, sure)
            return ANY
        types = self._evaluated(fitting, given, receiver, scope, sure)
        chosen = [(o, bound) for o, bound in fitting if _types_fit(bound, types)]
        if not chosen:
            self._wrong_types(node, shown, fitting, types, sure)
            return ANY
        if isinstance(node, Binary) and node.operator in _OUTCOMES:
            self._compared(node, types[0], types[1])
        elif isinstance(node, Binary) and node.operator == "in":
            self._looked_for(node, types[0], types[1])
        return self._result(node, shown.strip("'"), chosen, given, types, scope)

    def _compared(self, node: Binary, left: Type, right: Type) -> None:
        written = constant_text(node.left) is not None and constant_text(node.right) is None
        reason = apart(right, left) if written else apart(left, right)
        if reason:
            outcome = _OUTCOMES[node.operator]
            self._decided(node, f"'{node.operator}' compares {reason[0]}: it is {outcome} for all values", reason[1])

    def _looked_for(self, node: Binary, left: Type, right: Type) -> None:
        reason = outside(left, item_of(right))
        if reason:
            self._decided(node, f"'in' compares {reason[0]}: it is false for all values", reason[1])
            return
        listed = unwrapped(node.right)
        written = {text: item for item in children(listed) if (text := constant_text(item)) is not None}
        for value, meant in misspelt(left, written if isinstance(listed, ListDisplay) else ()):
            self._decided(written[value], f"it is never '{value}'", meant)

    def _decided(self, node: Node, message: str, help_: str) -> None:
        self._walk.findings.append(Finding(Kind.COMPARISON, node.start, node.end, message, help=help_, always=False))

    def _evaluated(self, fitting: _Chosen, given: Arguments, receiver: Type | None, scope: Scope, sure: bool) -> _Types:
        """The types of the arguments that are evaluated before the call."""
        lazy = {place for _, bound in fitting for place, parameter in bound.items() if is_lazy(parameter)}
        types: _Types = {}
        for place, argument in given.all().items():
            if place in lazy:
                continue
            types[place] = (receiver or ANY) if argument is None else self._walk.infer(argument, scope, sure)
        return types

    def _result(self, node: Node, name: str, chosen: _Chosen, given: Arguments, types: _Types, scope: Scope) -> Type:
        first = types.get(0, ANY)
        lambdas = self._lambdas(name, chosen, given, types, scope)
        default = next(
            (types[place] for place, p in chosen[0][1].items() if p.name == "default" and place in types), None
        )
        variables: Mapping[str, Type] = {
            "T": item_of(first),
            "R": lambdas[0] if lambdas else ANY,
            "S": first,
            "D": default if default is not None else item_of(first),
        }
        if name in _OPTIONAL and isinstance(node, Call):
            default = NULL if default is None else default
            found = self._optional(node, first)
            if name == "get":
                return field_by_get(node, first, default) if found is None else join((found, default))
        return join(
            _number(types) if overload.result == "number" else substitute(overload.result, variables)
            for overload, _ in chosen
        )

    def _optional(self, node: Call, receiver: Type) -> Type | None:
        """The type of a variable of the context that is asked for by name; None where it is none."""
        environment = self._walk.environment
        name = constant_text(node.arguments[0]) if node.arguments else None
        if environment.optional is None or receiver is not environment.data or name is None:
            return None
        return environment.optional(name, node.arguments[0])

    def _lambdas(self, name: str, chosen: _Chosen, given: Arguments, types: _Types, scope: Scope) -> list[Type]:
        """The types of the lambdas; they are evaluated for each element, so perhaps never."""
        found = []
        for place, argument in given.all().items():
            if argument is not None and place not in types:
                parameter = chosen[0][1][place].name
                inner = lambda_scope(name, parameter, types.get(0, ANY), scope)
                found.append(self._walk.infer(argument, inner, sure=False))
        return found

    def _misfit(
        self, node: Node, shown: str, choice: list[Overload], given: Arguments, receiver: Type | None, sure: bool
    ) -> None:
        kind, message, expected, help_ = misfit(shown.strip("'"), choice, given)
        help_ = help_ or _cure(shown, {0: receiver or ANY})
        self._walk.findings.append(
            Finding(kind, node.start, node.end, message, expected=expected, help=help_, always=sure)
        )

    def _wrong_types(self, node: Node, shown: str, fitting: _Chosen, types: _Types, sure: bool) -> None:
        found = ", ".join(str(type_) for type_ in types.values())
        expected = ", or ".join(dict.fromkeys(f"({', '.join(p.type for p in bound.values())})" for _, bound in fitting))
        self._walk.findings.append(
            Finding(
                Kind.TYPES,
                node.start,
                node.end,
                f"{shown} does not take ({found})",
                expected=expected,
                found=f"({found})",
                help=_cure(shown, types),
                always=sure,
            )
        )


def _forms_fit(bound: Bound, given: Arguments) -> bool:
    everything = given.all()
    return all(accepts_form(parameter, everything[place]) for place, parameter in bound.items())


def _types_fit(bound: Bound, types: _Types) -> bool:
    return all(
        place not in types or is_lazy(parameter) or may_be(types[place], parse_type(parameter.type))
        for place, parameter in bound.items()
    )


def _number(types: _Types) -> Type:
    """What arithmetic gives: whole numbers only if all operands are."""
    every = list(types.values())
    if all(type_ == INT for type_ in every):
        return INT
    return parse_type("float") if any(str(type_) == "float" for type_ in every) else parse_type("number")


def _cure(shown: str, types: _Types) -> str | None:
    """What helps with the faults met most often."""
    words = {str(type_) for type_ in types.values()}
    if shown == "'+'" and "str" in words and words & {"int", "float", "bool"}:
        return "text and numbers are not added: write str(…) around the number"
    if shown == "'len'" and "iterable" in "".join(words):
        return "write .toList() before it"
    if shown == "'format'" and next(iter(types.values()), None) == STR:
        return _NO_FORMAT
    return None
