"""What a YAQL expression reads, and where, from its syntax tree.

``$`` is the context until something binds it anew: a lambda argument of a function that calls it with an item, or
what follows ``let(1) ->``. Where binding is not certain, ``$`` is taken for the context: that reads too much at worst.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mistralc.expressions.names import VOLATILE_FUNCTIONS
from mistralc.expressions.read_set import Collector, Reads
from mistralc.expressions.sites import site_function_names
from mistralc.expressions.yaql.ast import (
    Argument,
    Binary,
    Call,
    Constant,
    Index,
    Keyword,
    Node,
    Pair,
    Skipped,
    Variable,
)
from mistralc.expressions.yaql.lambdas import BINDING_FUNCTIONS, BINDING_METHODS
from mistralc.expressions.yaql.walk import children, unwrapped, walk

_UNBOUND: tuple[frozenset[int], frozenset[str]] = (frozenset(), frozenset())
_ROOT = ("$", "$1")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an expression spells the name of a variable of the context that it reads."""

    start: int
    end: int
    name: str


def reads(tree: Node) -> Reads:
    """The reads of an expression."""
    return _walked(tree).found.reads()


def variables_with_places(tree: Node) -> tuple[Place, ...]:
    """The names in ``reads(tree).variables``, each time one is spelled, in the order of the text.

    A place is that of the name alone: ``name`` in ``$.name``, ``'name'`` in ``$['name']``, ``$__env``.
    """
    return tuple(sorted(_walked(tree).places))


def _walked(tree: Node) -> _Walk:
    walk_ = _Walk(any(isinstance(node, Call) and node.name == "def" for node in walk(tree)))
    walk_.through(tree)
    return walk_


class _Walk:
    """One pass over the tree. The flag beside a node, ``root``, says whether ``$`` is (or may be) the context there.

    Nodes are kept in a list and not on Python's stack, because nesting has no limit.
    """

    def __init__(self, redefines: bool) -> None:
        # def() may put a function of the same name before the library's, and its arguments are no lambdas.
        self._binding_functions = {} if redefines else BINDING_FUNCTIONS
        self._pending: list[tuple[Node, bool]] = []
        self.found = Collector(site_function_names(), VOLATILE_FUNCTIONS)
        self.places: list[Place] = []

    def through(self, tree: Node) -> None:
        self._later(tree, True)
        while self._pending:
            node, root = self._pending.pop()
            visit = _VISITS.get(type(node))
            if visit is not None:
                visit(self, node, root)
            else:
                self._all(children(node), root)

    def _later(self, node: Node, root: bool) -> None:
        self._pending.append((node, root))

    def _all(self, nodes: Iterable[Node], root: bool) -> None:
        self._pending.extend((node, root) for node in nodes)

    def _read(self, name: str, node: Node) -> None:
        self.found.variable(name)
        self.places.append(Place(node.start, node.end, name))

    def variable(self, node: Variable, root: bool) -> None:
        if node.name in _ROOT:
            if root:
                self.found.flag("everything")
        elif node.name.startswith("$__"):
            # Mistral puts __env, __execution and __task_execution there; other names of the kind are null.
            self._read(node.name[1:], node)

    def operator(self, node: Binary, root: bool) -> None:
        if node.operator == "->":
            self._later(node.left, root)
            self._later(node.right, root and not _binds_dollar(node.left))
        elif node.operator not in (".", "?."):
            self._all((node.left, node.right), root)
        elif not (root and _is_dollar(node.left) and self._member(node.right, root)):
            self._later(node.left, root)
            self._right_of_dot(node.right, root)

    def _right_of_dot(self, node: Node, root: bool) -> None:
        if isinstance(node, Call):
            self._called(node, root, BINDING_METHODS, method=True)
        else:
            self._later(node, root)

    def _member(self, node: Node, root: bool) -> bool:
        """Note what ``$.name``, ``$.get(name, …)``, ``$.containsKey(name)`` read: one name. False for all else."""
        if isinstance(node, Keyword):
            self._read(node.name, node)
            return True
        if not isinstance(node, Call) or node.name not in ("get", "containsKey"):
            return False
        key = _argument(node.arguments, 0, "key")
        if key is None or _literal(key) is ...:
            return False
        self._key(key)
        self.found.function(node.name)
        self._all(node.arguments, root)
        return True

    def index(self, node: Index, root: bool) -> None:
        if root and _is_dollar(node.target) and node.arguments and _literal(node.arguments[0]) is not ...:
            self._key(node.arguments[0])
        else:
            self._later(node.target, root)
        self._all(node.arguments, root)

    def _key(self, node: Node) -> None:
        # Names are text, so another kind of key finds nothing whatever the context holds.
        key = _literal(node)
        if isinstance(key, str):
            self._read(key, node)

    def call(self, node: Call, root: bool) -> None:
        self._called(node, root, self._binding_functions, method=False)

    def _called(
        self, node: Call, root: bool, table: Mapping[str, tuple[frozenset[int], frozenset[str]]], *, method: bool
    ) -> None:
        if node.name.startswith("#"):
            self.found.unknown_call()
        else:
            self.found.function(node.name)
        self._special(node, method)
        positions, keywords = table.get(node.name, _UNBOUND)
        position = 0
        for argument in node.arguments:
            if isinstance(argument, Pair):
                bound = isinstance(argument.key, Keyword) and argument.key.name in keywords
                self._later(argument, root and not bound)
            else:
                self._later(argument, root and position not in positions)
                position += 1

    def _special(self, node: Call, method: bool) -> None:
        """The functions whose arguments say what is read."""
        if node.name == "task":
            given = _argument(node.arguments, 0, "taskName")
            self.found.task(... if method else None if given is None else _literal(given))
        elif node.name == "global":
            self.found.global_(... if method else _literal(_argument(node.arguments, 0, "varName")))
        elif node.name == "call":
            self.found.indirect(_literal(_argument(node.arguments, 0, "name")))


_VISITS: dict[type[Node], Callable[[_Walk, Any, bool], None]] = {
    Variable: _Walk.variable,
    Binary: _Walk.operator,
    Index: _Walk.index,
    Call: _Walk.call,
}


def _binds_dollar(node: Node) -> bool:
    """Whether ``$`` is certainly new after ``node ->``: let() and with() of at least one positional value."""
    call = unwrapped(node)
    if not isinstance(call, Call) or call.name not in ("let", "with") or not call.arguments:
        return False
    first = call.arguments[0]
    return not isinstance(first, Skipped | Pair)


def _is_dollar(node: Node) -> bool:
    inner = unwrapped(node)
    return isinstance(inner, Variable) and inner.name in _ROOT


def _argument(arguments: Iterable[Argument], position: int, keyword: str) -> Node | None:
    """The node of an argument given by position or name; None when it is not given."""
    for index, argument in enumerate(arguments):
        if isinstance(argument, Pair):
            if _literal(argument.key) == keyword:
                return argument.value
        elif index == position:
            return argument
    return None


def _literal(node: Node | None) -> Any:
    """The value of a literal, ``...`` for anything computed."""
    inner = unwrapped(node) if node is not None else None
    if isinstance(inner, Keyword):
        return inner.name
    return inner.value if isinstance(inner, Constant) else ...
