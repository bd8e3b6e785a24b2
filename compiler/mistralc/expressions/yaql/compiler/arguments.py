"""Arguments of a call, by position and by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mistralc.expressions.yaql.ast import Argument, Keyword, Node, Pair, Skipped
from mistralc.expressions.yaql.compiler.code import Unsupported


@dataclass(frozen=True)
class Arguments:
    """The nodes of the arguments; named ones under the names as written."""

    positional: tuple[Node, ...]
    named: dict[str, Node]


def split(arguments: Sequence[Argument]) -> Arguments:
    """Raises Unsupported for what yaql itself may refuse."""
    positional: list[Node] = []
    named: dict[str, Node] = {}
    for argument in arguments:
        if isinstance(argument, Skipped):
            raise Unsupported("an argument left out")
        if not isinstance(argument, Pair):
            positional.append(argument)
        elif isinstance(argument.key, Keyword) and argument.key.name not in named:
            named[argument.key.name] = argument.value
        else:
            raise Unsupported("a computed or repeated name of an argument")
    return Arguments(tuple(positional), named)


def in_order(arguments: Arguments, names: Sequence[str], required: int) -> list[Node | None]:
    """One node for each parameter, None where it is not given."""
    found: list[Node | None] = list(arguments.positional)
    if len(found) > len(names) or arguments.named.keys() - set(names[len(found) :]):
        raise Unsupported("arguments")
    found += [arguments.named.get(name) for name in names[len(found) :]]
    if None in found[:required]:
        raise Unsupported("too few arguments")
    return found
