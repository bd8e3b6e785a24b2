"""Which parameter an argument goes to, by yaql's rules, and what is wrong when there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mistralc.diagnostics.nearest import did_you_mean
from mistralc.expressions.catalogue import LAZY_TYPES, Overload, Parameter
from mistralc.expressions.types.findings import Kind
from mistralc.expressions.yaql.ast import Keyword, Node, Pair


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call: those given by place (the receiver first), and by name."""

    positional: tuple[Node | None, ...]
    """None is the receiver, which is no argument in the text."""
    named: Mapping[str, Node]

    def all(self) -> dict[int | str, Node | None]:
        """Every argument under its place or its name."""
        found: dict[int | str, Node | None] = dict(enumerate(self.positional))
        found.update(self.named)
        return found


Bound = Mapping[int | str, Parameter]
"""The parameter of each argument."""


def arguments(nodes: Sequence[Node], *, named: bool, method: bool) -> Arguments | None:
    """The arguments of a call; None when yaql cannot tell which (a pair whose name is no word)."""
    positional: list[Node | None] = [None] if method else []
    by_name: dict[str, Node] = {}
    for node in nodes:
        if not named or not isinstance(node, Pair):
            positional.append(node)
        elif isinstance(node.key, Keyword):
            by_name[node.key.name] = node.value
        else:
            return None
    return Arguments(tuple(positional), by_name)


def bind(overload: Overload, given: Arguments) -> Bound | None:
    """The parameter of each argument, None when they do not fit."""
    places = [parameter for parameter in overload.parameters if parameter.kind == "positional"]
    rest = _of_kind(overload, "rest")
    count = len(given.positional)
    if count > len(places) and rest is None:
        return None
    bound: dict[int | str, Parameter] = dict(enumerate(places[:count]))
    if rest is not None:
        bound.update(dict.fromkeys(range(len(places), count), rest))
    if any(parameter.name in given.named for parameter in places[:count]):
        return None
    by_name = {p.name: p for p in (*places[count:], *(p for p in overload.parameters if p.kind == "named"))}
    if any(parameter.required and name not in given.named for name, parameter in by_name.items()):
        return None
    others = _of_kind(overload, "named-rest")
    for name in given.named:
        parameter = by_name.get(name, others)
        if parameter is None:
            return None
        bound[name] = parameter
    return bound


def _of_kind(overload: Overload, kind: str) -> Parameter | None:
    return next((parameter for parameter in overload.parameters if parameter.kind == kind), None)


def is_lazy(parameter: Parameter) -> bool:
    """Whether the function gets the expression instead of its value."""
    return parameter.type in LAZY_TYPES


def accepts_form(parameter: Parameter, node: Node | None) -> bool:
    """Whether an argument as written can be given at all: some parameters take only a pair or a bare word."""
    if parameter.type == "pair":
        return isinstance(node, Pair)
    return parameter.type != "keyword" or isinstance(node, Keyword)


def misfit(name: str, overloads: Iterable[Overload], given: Arguments) -> tuple[Kind, str, str | None, str | None]:
    """Why the arguments fit no overload: kind, message, what was expected, help."""
    overloads = list(overloads)
    parameters = [p for overload in overloads for p in overload.parameters]
    names = {p.name for p in parameters if p.kind in ("positional", "named")}
    open_ended = any(p.kind == "named-rest" for p in parameters)
    expected = ", or ".join(sorted({_written(overload) for overload in overloads}))
    for argument in given.named:
        if argument not in names and not open_ended:
            message = f"'{name}' has no argument named '{argument}'"
            return Kind.UNKNOWN_ARGUMENT, message, expected, did_you_mean(argument, names)
    fitting = [o for o in overloads if bind(o, Arguments(given.positional, {})) is not None]
    if fitting and given.named:
        argument = next(iter(given.named))
        return Kind.REPEATED_ARGUMENT, f"'{name}' is given its argument '{argument}' twice", expected, None
    count = len(given.positional) + len(given.named) - (None in given.positional)
    plural = "" if count == 1 else "s"
    return Kind.ARITY, f"'{name}' cannot be called with {count} argument{plural}", expected, None


def _written(overload: Overload) -> str:
    shown = overload.parameters[1:] if overload.method and not overload.function else overload.parameters
    return f"({', '.join(str(parameter) for parameter in shown)})"
