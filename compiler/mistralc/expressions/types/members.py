"""Properties and indices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mistralc.diagnostics.nearest import did_you_mean
from mistralc.expressions.catalogue import overloads
from mistralc.expressions.types.binding import Arguments, bind
from mistralc.expressions.types.findings import Finding, Kind
from mistralc.expressions.types.lattice import ANY, NEVER, Collection, Record, Type, join, may_be, members
from mistralc.expressions.types.notation import parse_type
from mistralc.expressions.types.scope import Scope
from mistralc.expressions.types.words import in_words
from mistralc.expressions.yaql.ast import Index, Keyword, Node, Pair, Skipped
from mistralc.expressions.yaql.walk import constant_text

if TYPE_CHECKING:
    from mistralc.expressions.types.inference import Inference


class Members:
    """What `x.name` and `x[key]` give."""

    def __init__(self, walk: Inference) -> None:
        self._walk = walk

    def property(self, node: Keyword, receiver: Type, sure: bool) -> Type:
        """The type of a property; a finding when nothing the receiver may be has it."""
        environment = self._walk.environment
        if environment.variable is not None and receiver is environment.data:
            return environment.variable(node.name, node, sure)
        found = [self._property_of(node, member, sure) for member in members(receiver)]
        known = [type_ for type_ in found if type_ is not None]
        if not known:
            self._report_property(node, receiver, sure)
            return ANY
        return join(known)

    def _property_of(self, node: Keyword, receiver: Type, sure: bool) -> Type | None:
        if receiver in (ANY, NEVER):
            return ANY
        if isinstance(receiver, Record):
            return receiver.get(node.name)
        if isinstance(receiver, Collection):
            # The elements are looked at when somebody asks for them, and there may be none.
            return Collection("iterator", self.property(node, receiver.item, sure=False))
        for overload in overloads("yaql", f"#property#{node.name}"):
            if may_be(receiver, parse_type(overload.parameters[0].type)):
                return parse_type(overload.result)
        return None

    def _report_property(self, node: Keyword, receiver: Type, sure: bool) -> None:
        fields = [name for member in members(receiver) if isinstance(member, Record) for name, _ in member.fields]
        self._walk.findings.append(
            Finding(
                Kind.UNKNOWN_PROPERTY,
                node.start,
                node.end,
                f"no property '{node.name}' in {in_words(receiver)}",
                expected=f"one of {', '.join(fields[:12])}" if fields else "a dict",
                found=str(receiver),
                help=did_you_mean(node.name, fields),
                always=sure,
            )
        )

    def index(self, node: Index, scope: Scope, sure: bool) -> Type:
        """The type of `target[key]`."""
        walk = self._walk
        target = walk.infer(node.target, scope, sure)
        keys = [walk.infer(argument, scope, sure) for argument in node.arguments]
        if any(isinstance(argument, Pair | Skipped) for argument in node.arguments):
            return ANY
        given = Arguments((None, *node.arguments), {})
        fitting = [overload for overload in overloads("yaql", "#indexer") if bind(overload, given) is not None]
        types = (target, *keys)
        if not any(_fits(types, [p.type for p in overload.parameters]) for overload in fitting):
            self._report_index(node, types, sure)
            return ANY
        environment = self._walk.environment
        if environment.variable is not None and target is environment.data and len(node.arguments) == 1:
            name = constant_text(node.arguments[0])
            return environment.variable(name, node.arguments[0], sure) if name is not None else ANY
        return self._element(node, target, keys)

    def _element(self, node: Index, target: Type, keys: list[Type]) -> Type:
        found: list[Type] = []
        for member in members(target):
            if isinstance(member, Collection):
                found += [member.item] if member.kind == "list" else []
            elif isinstance(member, Record) and len(keys) == 1:
                found.append(_field(member, node.arguments[0]))
            else:
                return ANY
        return join(found)

    def _report_index(self, node: Index, types: tuple[Type, ...], sure: bool) -> None:
        target = types[0]
        lazy = any(isinstance(member, Collection) and member.kind != "list" for member in members(target))
        shown = ", ".join(map(str, types[1:]))
        self._walk.findings.append(
            Finding(
                Kind.TYPES,
                node.start,
                node.end,
                f"{in_words(target)} cannot be indexed with [{shown}]",
                expected="a list and a whole number, or a dict and a key",
                found=", ".join(map(str, types)),
                help="only a list has an index: write .toList() before it" if lazy else None,
                always=sure,
            )
        )


def _fits(types: tuple[Type, ...], wanted: list[str]) -> bool:
    return all(may_be(type_, parse_type(name)) for type_, name in zip(types, wanted, strict=False))


def _field(record: Record, key: Node) -> Type:
    name = constant_text(key)
    # A key that is not there is no matter of types: the value decides.
    return (record.get(name) or ANY) if name is not None else ANY
