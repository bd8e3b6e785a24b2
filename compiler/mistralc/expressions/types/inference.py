"""From a syntax tree to the type of its value, with the faults met on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mistralc.expressions.types.calls import Calls
from mistralc.expressions.types.findings import Finding, Kind
from mistralc.expressions.types.lattice import (
    ANY,
    BOOL,
    FLOAT,
    INT,
    NULL,
    PAIR,
    STR,
    Collection,
    Record,
    Type,
    choice,
    join,
    members,
    without_null,
)
from mistralc.expressions.types.members import Members
from mistralc.expressions.types.scope import ContextType, Environment, Scope, scope_of
from mistralc.expressions.yaql.ast import (
    Binary,
    Call,
    Constant,
    Index,
    Keyword,
    ListDisplay,
    MapDisplay,
    Node,
    Pair,
    Skipped,
    Unary,
    Variable,
    Wrapped,
)
from mistralc.expressions.yaql.walk import constant_text, unwrapped

_CONSTANTS: dict[type, Type] = {type(None): NULL, bool: BOOL, int: INT, float: FLOAT}
_ALIASES = {"=": "*equal", "!=": "*not_equal"}


@dataclass(frozen=True, slots=True)
class Analysis:
    """The type of an expression and all that is wrong with it, in the order of the text."""

    type: Type
    findings: tuple[Finding, ...]


def analyse(node: Node, environment: Environment) -> Analysis:
    """The type of an expression's value and its certain faults; of one nested too deep, nothing is certain."""
    walk = Inference(environment)
    try:
        type_ = walk.infer(node, scope_of(environment), sure=True)
    except RecursionError:
        return Analysis(ANY, ())
    found = sorted(dict.fromkeys(walk.findings), key=lambda finding: (finding.start, finding.end))
    return Analysis(type_, tuple(found))


def infer(node: Node, environment: Environment) -> Type:
    """The type of an expression's value."""
    return analyse(node, environment).type


def check(node: Node, environment: Environment) -> list[Finding]:
    """The faults of an expression that are certain."""
    return list(analyse(node, environment).findings)


NOT_WORDS = {
    **dict.fromkeys(("none", "null", "nil", "undefined"), "null"),
    **{word: word for word in ("true", "false")},
}
"""Bare words, by their small letters, that an author takes for something else than a text, and what YAQL has for it."""


def _constant(value: object) -> Type:
    return choice(value) if isinstance(value, str) else _CONSTANTS.get(type(value), ANY)


class Inference:
    """One pass over a tree. ``sure`` says that the evaluation of the whole comes to the place at hand."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.findings: list[Finding] = []

    def infer(self, node: Node, scope: Scope, sure: bool) -> Type:
        """The type of one node's value."""
        return _VISIT[type(node)](self, node, scope, sure)

    # Made when they are asked for: a walk that held them, and they it, would be left to Python's collector.

    @property
    def _calls(self) -> Calls:
        return Calls(self)

    @property
    def _members(self) -> Members:
        return Members(self)

    def _call(self, node: Call, scope: Scope, sure: bool) -> Type:
        return self._calls.call(node, None, scope, sure)

    def _index(self, node: Index, scope: Scope, sure: bool) -> Type:
        return self._members.index(node, scope, sure)

    def _unary(self, node: Unary, scope: Scope, sure: bool) -> Type:
        return self._calls.operator(
            node, node.operator, f"#unary_operator_{node.operator}", (node.operand,), scope, sure
        )

    def _binary(self, node: Binary, scope: Scope, sure: bool) -> Type:
        if node.operator in (".", "?."):
            return self._dot(node, scope, sure)
        if node.operator == "->":
            return self._arrow(node, scope, sure)
        if node.operator in ("and", "or"):
            left = self.infer(node.left, scope, sure)
            return join((left, self.infer(node.right, scope, sure=False)))
        divisor = unwrapped(node.right) if node.operator in ("/", "mod") else None
        if isinstance(divisor, Constant) and divisor.value in (0, 0.0) and divisor.value is not False:
            message = f"'{node.operator}' by 0 always fails"
            self.findings.append(Finding(Kind.TYPES, node.start, node.end, message, always=sure))
        key = _ALIASES.get(node.operator, f"#operator_{node.operator}")
        return self._calls.operator(node, node.operator, key, (node.left, node.right), scope, sure)

    def _dot(self, node: Binary, scope: Scope, sure: bool) -> Type:
        receiver = self.infer(node.left, scope, sure)
        nullable = node.operator == "?." and any(member in (ANY, NULL) for member in members(receiver))
        if node.operator == "?.":
            if receiver == NULL:
                return NULL
            receiver = without_null(receiver)
        found = self._member(node.right, receiver, scope, sure and not nullable)
        return join((found, NULL)) if nullable else found

    def _member(self, right: Node, receiver: Type, scope: Scope, sure: bool) -> Type:
        if isinstance(right, Keyword):
            return self._members.property(right, receiver, sure)
        if isinstance(right, Call):
            return self._calls.call(right, receiver, scope, sure)
        return ANY

    def _arrow(self, node: Binary, scope: Scope, sure: bool) -> Type:
        left = self.infer(node.left, scope, sure)
        if isinstance(left, ContextType):
            return self.infer(node.right, left.scope, sure)
        self.infer(node.right, scope.unknown(), sure=False)
        return ANY

    def _list(self, node: ListDisplay, scope: Scope, sure: bool) -> Type:
        return Collection("list", join(self.infer(item, scope, sure) for item in node.items))

    def _no_entry(self, item: Node, scope: Scope, sure: bool) -> None:
        """What stands in the place of an entry of a dict; a call and a variable may stand for one."""
        self.infer(item, scope, sure)
        if isinstance(unwrapped(item), Constant | Keyword | Binary):
            message, help_ = "this is no entry of a dict", "write name => value"
            self.findings.append(Finding(Kind.TYPES, item.start, item.end, message, help=help_, always=sure))

    def _map(self, node: MapDisplay, scope: Scope, sure: bool) -> Type:
        fields: dict[str, Type] = {}
        closed = True
        for item in node.items:
            if not isinstance(item, Pair):
                closed = False
                self._no_entry(item, scope, sure)
                continue
            self.infer(item.key, scope, sure)
            value = self.infer(item.value, scope, sure)
            name = constant_text(item.key)
            if name is None:
                closed = False
            else:
                fields[name] = value
        # A key that is computed may be that of a field before it.
        return Record(tuple(fields.items()), open=False) if closed else Record()


_VISIT: dict[type, Callable[..., Type]] = {
    Constant: lambda walk, node, scope, sure: _constant(node.value),
    Keyword: lambda walk, node, scope, sure: STR if node.name.lower() in NOT_WORDS else choice(node.name),
    Variable: lambda walk, node, scope, sure: scope.lookup(node.name),
    Wrapped: lambda walk, node, scope, sure: walk.infer(node.inner, scope, sure),
    Pair: lambda walk, node, scope, sure: PAIR,
    Skipped: lambda walk, node, scope, sure: ANY,
    Unary: Inference._unary,
    Binary: Inference._binary,
    Call: Inference._call,
    Index: Inference._index,
    ListDisplay: Inference._list,
    MapDisplay: Inference._map,
}
"""How the type of each kind of node is found."""
