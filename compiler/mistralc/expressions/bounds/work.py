"""What the evaluation of YAQL costs at most, told from the syntax tree: loops in loops, texts that multiply, no end.

The limits that compiled code looks at while it runs are taken into account: how long a text may be that is searched,
how large a product of text or of lists may become.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from mistralc.expressions.bounds.growth import ANSWERS, EVERYTHING, NONE, ONE, Growth, added, constant, size_named
from mistralc.expressions.bounds.patterns import longest
from mistralc.expressions.yaql.ast import (
    Binary,
    Call,
    Constant,
    Index,
    Keyword,
    Node,
    Pair,
    Skipped,
    Unary,
    Variable,
    Wrapped,
)
from mistralc.expressions.yaql.lambdas import BINDING_FUNCTIONS, BINDING_METHODS

COUNT = 100_000
"""How many times something may be repeated, or counted, without being watched."""
_EXPONENT = 64
_PRODUCT, _PRODUCT_INSIDE = 1_000_000, 10
"""What arithmetic.MUCH and arithmetic.LITTLE let pass; the hundred characters of that cost little, most are numbers."""
_COPYING = 0.001
"""Copying a text once more costs so little beside everything else."""
_STEPPING = 0.01
_LINEAR = 10_000
"""Patterns that may be searched for in so long a text are searched for in one go."""
_ENDLESS = frozenset({"generate", "generateMany", "cycle", "sequence"})
_INDIRECT = frozenset({"def", "call", "yaml_parse"})
"""They run what the tree does not show; the aliases of a YAML text unfold to any size."""
_ASKING = frozenset({"env", "execution", "executions", "task", "tasks", "global"})
_FOLDS = frozenset({"accumulate", "aggregate", "reduce"})
_MULTIPLYING = frozenset({"replace", "replaceBy", "join"})
"""Their results can be as large as the product of what they are made of."""
_POWERS = frozenset({"pow", "shiftBitsLeft"})
_SEARCHES = frozenset({"matches", "replace", "replaceBy", "search", "searchAll", "split"})
_COMPARING = frozenset({"=", "!=", "<", "<=", ">", ">="})
_SCALARS = frozenset(
    {"all", "any", "bool", "contains", "containsKey", "containsValue", "count", "endsWith", "float", "indexOf"}
    | {"indexWhere", "int", "isBoolean", "isDict", "isEmpty", "isInteger", "isIterable", "isList", "isNumber"}
    | {"isRegex", "isSet", "isString", "lastIndexOf", "lastIndexWhere", "len", "matches", "startsWith"}
)
_PARTS = frozenset(
    {"distinct", "filter", "orderBy", "orderByDescending", "skipWhile", "takeWhile", "thenBy", "thenByDescending"}
    | {"where"}
)
"""Their lambdas say which of the items, or in which order."""
_DOLLAR = "$1"
_RESERVED = frozenset({"$__env", "$__execution", "$__task_execution"})
_Scope = Mapping[str, Growth]


class Unbounded(Exception):
    """Nothing bounds the evaluation."""


class Work:
    """One pass over a tree. Raises Unbounded, growth.TooComplex and RecursionError."""

    def __init__(self, tree: Node) -> None:
        self.counts: list[tuple[str, ...]] = []
        """Paths into the context whose values must be numbers up to COUNT."""
        self.total = NONE
        self._loops = 0
        self._root = size_named(EVERYTHING)
        self._slow_patterns = any(
            not _is_linear(_text(node.arguments[0]) if node.arguments else None)
            for node in walk(tree)
            if isinstance(node, Call) and node.name == "regex"
        )
        result = self._size(tree, {_DOLLAR: self._root})
        # It is copied.
        self.total += result

    def _size(self, node: Node, scope: _Scope) -> Growth:
        """The size of the value; what it costs to make is added to the total."""
        match node:
            case Constant(value=value):
                return constant(len(value) if isinstance(value, str) else 1)
            case Keyword(name=name):
                return constant(len(name))
            case Variable(name=name):
                return self._variable(_DOLLAR if name == "$" else name, scope)
            case Binary():
                return self._binary(node, scope)
            case Call():
                return self._call(node, scope, None)
            case Unary(operator="not"):
                self._sum(node, scope)
                return ONE
            case Index(target=target, arguments=arguments):
                added([self._size(argument, scope) for argument in arguments])
                return self._size(target, scope)
        return self._sum(node, scope)

    def _sum(self, node: Node, scope: _Scope) -> Growth:
        return added([ONE, *(self._size(part, scope) for part in parts(node))])

    def _variable(self, name: str, scope: _Scope) -> Growth:
        if name in scope:
            return scope[name]
        return size_named(name[1:]) if name in _RESERVED else ONE

    def _binary(self, node: Binary, scope: _Scope) -> Growth:
        if node.operator in (".", "?."):
            return self._member(node, scope)
        if node.operator == "->":
            return self._size(node.right, {**scope, **self._bound(node.left, scope)})
        left, right = self._size(node.left, scope), self._size(node.right, scope)
        if node.operator in _COMPARING:
            # It ends where the smaller one does.
            self.total += min(left, right, key=_steepness)
            return ONE
        self.total += left + right
        if node.operator in ("=~", "!~"):
            self._search(left, _is_linear(_text(node.right)), scope)
            return ONE
        if node.operator == "*":
            return constant(_PRODUCT_INSIDE if self._is_inside(scope) else _PRODUCT)
        return ONE if node.operator == "in" else left + right

    def _is_inside(self, scope: _Scope) -> bool:
        return len(scope) > 1 or scope[_DOLLAR] is not self._root

    def _member(self, node: Binary, scope: _Scope) -> Growth:
        is_dollar = isinstance(node.left, Variable) and node.left.name in ("$", "$1")
        if isinstance(node.right, Keyword) and is_dollar and scope[_DOLLAR] is self._root:
            return size_named(node.right.name)
        receiver = self._size(node.left, scope)
        if isinstance(node.right, Call):
            return self._call(node.right, scope, receiver)
        self.total += receiver
        return receiver

    def _bound(self, node: Node, scope: _Scope) -> dict[str, Growth]:
        """The variables of `let(a => 1) ->` and `with(1) ->`."""
        while isinstance(node, Wrapped):
            node = node.inner
        if not isinstance(node, Call) or node.name not in ("let", "with"):
            raise Unbounded
        found: dict[str, Growth] = {}
        for number, argument in enumerate(node.arguments, 1):
            name = f"${number}"
            if isinstance(argument, Pair):
                name, argument = f"${_text(argument.key)}", argument.value
            found[name] = self._size(argument, scope)
        return found

    def _search(self, text: Growth, linear: bool, scope: _Scope) -> None:
        # One search that takes long is seen before it begins; many short ones are not.
        self.total += (text * text).scaled(_STEPPING) if self._is_inside(scope) and not linear else text

    def _call(self, node: Call, scope: _Scope, receiver: Growth | None) -> Growth:
        name = node.name.rstrip("_")
        if name in _ENDLESS or name in _INDIRECT:
            raise Unbounded
        if name in ("repeat", "range"):
            return self._repeated(name, node, scope, receiver)
        if name in _ASKING:
            self._sum(node, scope)
            return size_named(ANSWERS)
        if name in _FOLDS and receiver is not None and node.arguments:
            return self._fold(name, node, scope, receiver)
        given = [] if receiver is None else [receiver]
        binding = (BINDING_FUNCTIONS if receiver is None else BINDING_METHODS).get(name, (frozenset(), frozenset()))
        lambdas: list[Node] = []
        for place, argument in enumerate(node.arguments):
            named = isinstance(argument, Pair) and isinstance(argument.key, Keyword) and argument.key.name in binding[1]
            if named or (place in binding[0] and not isinstance(argument, Pair | Skipped)):
                lambdas.append(argument.value if isinstance(argument, Pair) else argument)
            else:
                given.append(self._size(argument, scope))
        return self._called(name, node, scope, given, lambdas)

    def _called(self, name: str, node: Call, scope: _Scope, given: list[Growth], lambdas: list[Node]) -> Growth:
        base = added([ONE, *given])
        self.total += base
        if name == "matches" or (name in _SEARCHES and self._slow_patterns):
            linear = not self._slow_patterns and _is_linear(_text(node.arguments[0]) if node.arguments else None)
            self._search(base, linear, scope)
        if name in _POWERS and not _at_most(node.arguments[-1:], _EXPONENT):
            raise Unbounded
        if name in _MULTIPLYING:
            product = constant(2)
            for size in given:
                product *= size
            self.total += product.scaled(0.1)
            base += product
        items = product if name in _MULTIPLYING else base
        made = added([self._each(part, scope, items) for part in lambdas])
        if name in _SCALARS:
            return ONE
        if name in _PARTS:
            return base
        return (base + made) * constant(_EXPONENT if name in _POWERS else 1)

    def _each(self, body: Node, scope: _Scope, items: Growth) -> Growth:
        """The size of what a lambda gives for all items together."""
        self._loops += 1
        item = f"#{self._loops}"
        size = size_named(item)
        before, self.total = self.total, NONE
        made = self._size(body, {**scope, _DOLLAR: size, "$2": size})
        self.total = before + (self.total + ONE).over(items, item)
        return made.over(items, item)

    def _fold(self, name: str, node: Call, scope: _Scope, items: Growth) -> Growth:
        step, *seeds = (part.value if isinstance(part, Pair) else part for part in node.arguments)
        if not _adds_only(step):
            raise Unbounded  # each round can multiply what the one before it made
        seed = added([ONE, *(self._size(part, scope) for part in seeds)])
        result = items + seed + self._each(step, {**scope, "$1": ONE}, items)
        copied = items * result
        self.total += copied.scaled(_COPYING)
        return copied if name == "accumulate" else result

    def _repeated(self, name: str, node: Call, scope: _Scope, receiver: Growth | None) -> Growth:
        """`range(n)` and `x.repeat(n)`: n must be small."""
        counts = [part.value if isinstance(part, Pair) else part for part in node.arguments]
        if not counts:
            raise Unbounded
        made = added([self._count(part, scope) for part in counts]) * (receiver or ONE)
        self.total += made
        return made

    def _count(self, node: Node, scope: _Scope) -> Growth:
        counted = _counted_in(node)
        if counted is not None:
            return self._size(counted, scope)
        number = _number(node)
        if number is not None:
            if abs(number) > COUNT:
                raise Unbounded
            return constant(abs(number))
        path = _path(node)
        if path is None or scope[_DOLLAR] is not self._root:
            raise Unbounded
        self.counts.append(path)
        return constant(COUNT)


def parts(node: Node) -> Iterator[Node]:
    """The nodes directly inside a node."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from value


def walk(tree: Node) -> Iterator[Node]:
    """All nodes; without recursion, as an expression may be nested as deep as it likes."""
    pending = [tree]
    while pending:
        node = pending.pop()
        yield node
        pending += parts(node)


def _steepness(growth: Growth) -> tuple[int, bool]:
    """How fast it grows; what grows with an item of a loop only comes before what grows with other data."""
    degree = max((sum(power for _, power in powers) for powers in growth.terms), default=0)
    return degree, not all(name.startswith("#") for name in growth.names())


def _is_linear(pattern: str | None) -> bool:
    return pattern is not None and longest(pattern) >= _LINEAR


def _adds_only(step: Node) -> bool:
    """Whether a fold uses its result once, and for nothing that multiplies."""
    uses = 0
    for part in walk(step):
        if isinstance(part, Variable) and part.name in ("$", "$1"):
            uses += 1
        if isinstance(part, Call) and (part.name in _MULTIPLYING or part.name in BINDING_METHODS or part.name == "let"):
            return False
    return uses <= 1 and not isinstance(step, Index)


def _text(node: Node) -> str | None:
    """A text that is written down."""
    if isinstance(node, Keyword):
        return node.name
    return node.value if isinstance(node, Constant) and isinstance(node.value, str) else None


def _number(node: Node) -> float | None:
    """A number that is written down."""
    if isinstance(node, Unary) and node.operator == "-" and isinstance(node.operand, Constant):
        return _number(node.operand)
    if isinstance(node, Wrapped):
        return _number(node.inner)
    return node.value if isinstance(node, Constant) and isinstance(node.value, int | float) else None


def _at_most(arguments: tuple[Node, ...], most: float) -> bool:
    number = _number(arguments[0]) if arguments else None
    return number is not None and abs(number) <= most


def _counted_in(node: Node) -> Node | None:
    """What has the length that is asked for: of `x.len()` and `len(x)` this is x."""
    if isinstance(node, Binary) and node.operator in (".", "?.") and isinstance(node.right, Call):
        return node.left if node.right.name in ("len", "count") else None
    return node.arguments[0] if isinstance(node, Call) and node.name == "len" and node.arguments else None


def _path(node: Node) -> tuple[str, ...] | None:
    """The names of `$.a.b`."""
    if isinstance(node, Wrapped):
        return _path(node.inner)
    if isinstance(node, Variable):
        return () if node.name == "$" else None
    if isinstance(node, Binary) and node.operator == "." and isinstance(node.right, Keyword):
        before = _path(node.left)
        return None if before is None else (*before, node.right.name)
    return None
