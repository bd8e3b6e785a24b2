"""The types of Jinja's expressions: what Python's operators take, and the fields of what is known.

jinja2 keeps lines and no columns: a finding is about the line of its node.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jinja2 import nodes

from mistralc.diagnostics.nearest import did_you_mean
from mistralc.expressions.types.comparing import apart, misspelt, outside
from mistralc.expressions.types.findings import Finding, Kind
from mistralc.expressions.types.jinja_operators import FILTERS, METHODS_OF_TEXT, OPERATORS, method_result, taken
from mistralc.expressions.types.lattice import (
    ANY,
    BOOL,
    DICT,
    FLOAT,
    INT,
    NEVER,
    NULL,
    STR,
    Collection,
    Record,
    Type,
    choice,
    item_of,
    join,
    members,
)
from mistralc.expressions.types.words import in_words

_CONSTANTS: dict[type, Type] = {type(None): NULL, bool: BOOL, int: INT, float: FLOAT}
_DICT_ATTRIBUTES = frozenset(dir(dict))
FORGIVING = frozenset({"d", "default"})
"""Filters that are applied to what has no value, too."""
_COMPARED = {"eq": ("==", "false"), "ne": ("!=", "true"), "in": ("in", "false"), "notin": ("not in", "true")}
_ORDERED = {"lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}
_NUMBERS = frozenset({"bool", "int", "float"})


@dataclass(frozen=True)
class Known:
    """What is known outside the text: the types of `_.name`, of `_.get(name)`, and of calls by name and arguments."""

    variable: Callable[[str], Type]
    optional: Callable[[str], Type]
    call: Callable[[str, Sequence[nodes.Expr]], Type | None]


class JinjaTypes:
    """One pass over the nodes of a text; `defined` are the names that the text gives a meaning of its own."""

    def __init__(self, text: str, defined: set[str], known: Known) -> None:
        self._lines = text.splitlines(keepends=True)
        self._defined = defined
        self._known = known
        self.findings: list[Finding] = []
        self._visit: dict[type, Callable[..., Type]] = {
            nodes.Const: lambda node, sure: _constant(node.value),
            nodes.TemplateData: lambda node, sure: STR,
            nodes.Getattr: lambda node, sure: self._member(node, node.node, node.attr, sure),
            nodes.Getitem: self._item,
            nodes.Call: self._call,
            nodes.Filter: self._filter,
            nodes.Test: self._test,
            nodes.Neg: self._signed,
            nodes.Pos: self._signed,
            nodes.Concat: lambda node, sure: self._then(STR, node, sure),
            nodes.Compare: self._compare,
            nodes.And: self._choice,
            nodes.Or: self._choice,
            nodes.Not: lambda node, sure: self._then(BOOL, node, sure),
            nodes.CondExpr: self._conditional,
            nodes.List: self._list,
            nodes.Tuple: self._list,
            nodes.Dict: self._dict,
        }

    def infer(self, node: nodes.Node, sure: bool = True) -> Type:
        """The type of a node's value; `sure` says that every evaluation comes to it."""
        if isinstance(node, nodes.BinExpr) and type(node) in OPERATORS:
            return self._binary(node, sure)
        visit = self._visit.get(type(node))
        return visit(node, sure) if visit else self._then(ANY, node, sure and not isinstance(node, _CONDITIONAL))

    def _then(self, type_: Type, node: nodes.Node, sure: bool) -> Type:
        """That type, after a look at the parts."""
        for child in node.iter_child_nodes():
            self.infer(child, sure)
        return type_

    def _binary(self, node: nodes.BinExpr, sure: bool) -> Type:
        shown = OPERATORS[type(node)]
        left, right = self.infer(node.left, sure), self.infer(node.right, sure)
        found = taken(shown, left, right)
        if found is None:
            convert = "text and numbers are not added: write ~ to join them, or | int" if shown == "+" else None
            self._found(Kind.TYPES, node, f"'{shown}' does not take ({left}, {right})", sure, convert)
        elif shown in ("/", "//", "%") and isinstance(node.right, nodes.Const) and node.right.value in (0, 0.0):
            self._found(Kind.TYPES, node, f"'{shown}' by 0 always fails", sure)
        return ANY if found is None else found

    def _compare(self, node: nodes.Compare, sure: bool) -> Type:
        left = self.infer(node.expr, sure)
        for operand in node.ops:
            right = self.infer(operand.expr, sure)
            if operand.op in _ORDERED:
                if not _may_be_ordered(left, right):
                    message = f"'{_ORDERED[operand.op]}' does not take ({left}, {right})"
                    self._found(Kind.TYPES, node, message, sure, "convert one of them: | int, | string")
            else:
                self._equal(node, operand, left, right)
            left = right
        return BOOL

    def _equal(self, node: nodes.Compare, operand: nodes.Operand, left: Type, right: Type) -> None:
        shown, outcome = _COMPARED[operand.op]
        looked_for = operand.op in ("in", "notin")
        if looked_for and any(not isinstance(member, Collection) for member in members(right)):
            return
        if looked_for:
            reason = outside(left, item_of(right))
        else:
            written = isinstance(node.expr, nodes.Const) and not isinstance(operand.expr, nodes.Const)
            reason = apart(right, left) if written else apart(left, right)
        if reason:
            message = f"'{shown}' compares {reason[0]}: it is {outcome} for all values"
            self._found(Kind.COMPARISON, node, message, False, reason[1])
        elif looked_for and isinstance(operand.expr, nodes.List | nodes.Tuple):
            values = [one.value for one in operand.expr.items if isinstance(one, nodes.Const)]
            for value, meant in misspelt(left, [value for value in values if isinstance(value, str)]):
                self._found(Kind.COMPARISON, node, f"it is never '{value}'", False, meant)

    def _choice(self, node: nodes.BinExpr, sure: bool) -> Type:
        return join((self.infer(node.left, sure), self.infer(node.right, False)))

    def _conditional(self, node: nodes.CondExpr, sure: bool) -> Type:
        self.infer(node.test, sure)
        return join(self.infer(part, False) for part in (node.expr1, node.expr2) if part is not None)

    def _list(self, node: nodes.List | nodes.Tuple, sure: bool) -> Type:
        return Collection("list", join(self.infer(item, sure) for item in node.items))

    def _dict(self, node: nodes.Dict, sure: bool) -> Type:
        pairs = [(pair.key, self.infer(pair.value, sure)) for pair in node.items]
        named = [(key.value, type_) for key, type_ in pairs if isinstance(key, nodes.Const) and _is_text(key.value)]
        return Record(tuple(dict(named).items()), open=len(named) != len(pairs))

    def _item(self, node: nodes.Getitem, sure: bool) -> Type:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._member(node, node.node, node.arg.value, sure, attribute=False)
        target, key = self.infer(node.node, sure), self.infer(node.arg, sure)
        if members(target)[0] in (INT, FLOAT, BOOL, NULL) and len(members(target)) == 1:
            self._found(Kind.TYPES, node, f"{in_words(target)} cannot be indexed", sure)
        lists = [member for member in members(target) if isinstance(member, Collection)]
        return item_of(target) if key == INT and len(lists) == len(members(target)) else ANY

    def _member(self, node: nodes.Node, of: nodes.Node, name: str, sure: bool, attribute: bool = True) -> Type:
        """`x.name` and `x['name']`, which jinja2 tries both ways."""
        if self._is_context(of):
            return ANY if attribute and name in _DICT_ATTRIBUTES else self._known.variable(name)
        receiver = self.infer(of, sure)
        found = [_field(member, name) for member in members(receiver)]
        types = [type_ for type_ in found if type_ is not None]
        if found and not types and not _is_task(of):
            fields = [field for member in members(receiver) if isinstance(member, Record) for field, _ in member.fields]
            message = f"no '{name}' in {in_words(receiver)}"
            self._found(Kind.UNKNOWN_PROPERTY, node, message, sure, did_you_mean(name, fields or METHODS_OF_TEXT))
        return join(types) if types else ANY

    def _call(self, node: nodes.Call, sure: bool) -> Type:
        for argument in node.args:
            self.infer(argument, sure)
        called = node.node
        if isinstance(called, nodes.Name):
            known = None if called.name in self._defined else self._known.call(called.name, node.args)
            return ANY if known is None else known
        if not isinstance(called, nodes.Getattr):
            return self._then(ANY, called, sure)
        if called.attr == "get" and self._is_context(called.node):
            return self._asked(node, sure)
        self._member(called, called.node, called.attr, sure)
        return method_result(self.infer(called.node, False), called.attr) if not self._is_context(called.node) else ANY

    def _asked(self, node: nodes.Call, sure: bool) -> Type:
        """`_.get(name, default)`."""
        name = node.args[0].value if node.args and isinstance(node.args[0], nodes.Const) else None
        default = self.infer(node.args[1], sure) if len(node.args) > 1 else NULL
        return join((self._known.optional(name), default)) if isinstance(name, str) else ANY

    def _filter(self, node: nodes.Filter, sure: bool) -> Type:
        look = self._forgiven if node.name in FORGIVING else self.infer
        given = look(node.node, sure) if node.node is not None else STR
        arguments = [self.infer(argument, sure) for argument in node.args]
        if node.name in FORGIVING:
            return join((given, *arguments[:1])) if arguments else ANY
        known = FILTERS.get(node.name)
        if known is None:
            return ANY
        if not any(member in (ANY, NEVER) or known.takes(member) for member in members(given)):
            self._found(Kind.TYPES, node, f"'{node.name}' does not take {in_words(given)}", sure)
        return known.result(given)

    def _test(self, node: nodes.Test, sure: bool) -> Type:
        look = self._forgiven if node.name in ("defined", "undefined") else self.infer
        look(node.node, sure)
        for argument in node.args:
            self.infer(argument, sure)
        return BOOL

    def _forgiven(self, node: nodes.Node, sure: bool) -> Type:
        """A value that need not be there: `x.name | default(…)`, `x.name is defined`."""
        if isinstance(node, nodes.Getattr | nodes.Getitem) and not self._is_context(node.node):
            self.infer(node.node, sure)
            return ANY
        return self.infer(node, sure)

    def _signed(self, node: nodes.Neg | nodes.Pos, sure: bool) -> Type:
        given = self.infer(node.node, sure)
        if given == STR:
            self._found(Kind.TYPES, node, f"'{node.operator}' does not take text", sure)
        return given if given in (INT, FLOAT) else ANY

    def _is_context(self, node: nodes.Node) -> bool:
        return isinstance(node, nodes.Name) and node.name == "_" and "_" not in self._defined

    def _found(self, kind: Kind, node: nodes.Node, message: str, sure: bool, help_: str | None = None) -> None:
        before = self._lines[: node.lineno - 1]
        line = self._lines[node.lineno - 1] if node.lineno <= len(self._lines) else ""
        start = sum(map(len, before)) + len(line) - len(line.lstrip())
        finding = Finding(kind, start, start + max(len(line.strip()), 1), message, help=help_, always=sure)
        if finding not in self.findings:
            self.findings.append(finding)


_CONDITIONAL = (nodes.If, nodes.For, nodes.Macro, nodes.CallBlock)


def _constant(value: object) -> Type:
    return choice(value) if isinstance(value, str) else _CONSTANTS.get(type(value), ANY)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_task(node: nodes.Node) -> bool:
    """`task(x)`, whose fields are looked at elsewhere."""
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "task"


def _field(member: Type, name: str) -> Type | None:
    """What `x.name` is, None when there is no such thing."""
    if isinstance(member, Record):
        return ANY if name in _DICT_ATTRIBUTES else member.get(name)
    if member == STR:
        return ANY if name in METHODS_OF_TEXT else None
    if isinstance(member, Collection):
        return ANY if hasattr(list, name) else None
    return None if member == NULL else ANY


def _may_be_ordered(left: Type, right: Type) -> bool:
    return any(_ordered(a, b) for a in members(left) for b in members(right))


def _ordered(left: Type, right: Type) -> bool:
    if left in (ANY, NEVER) or right in (ANY, NEVER):
        return True
    if isinstance(left, Collection) or isinstance(right, Collection):
        return isinstance(left, Collection) and isinstance(right, Collection)
    both = {str(left), str(right)}
    return left not in (NULL, DICT) and not isinstance(left, Record) and (both <= _NUMBERS or len(both) == 1)
