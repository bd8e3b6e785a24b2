"""What variables and functions mean at a place of an expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mistralc.expressions.types.lattice import ANY, DICT, NULL, Atom, Type
from mistralc.expressions.yaql.ast import Call, Node


@dataclass(frozen=True, slots=True)
class Environment:
    """What is known before an expression is evaluated.

    ``data`` is the type of `$`; ``variables`` those of `$name` that are set besides (`$__env` and its like);
    ``closed`` says that there are no others. ``call`` may tell the type a function call gives, for `task(x)` and
    `execution()`, and returns None for the calls it knows nothing of. ``variable`` is asked for the type of `$.name`
    and `$[name]` where `$` is ``data`` itself: with the name, the node that spells it and whether every evaluation of
    the expression comes to it. ``optional`` is asked in the same way for `$.get(name)` and `$.containsKey(name)`, which
    go well without; it answers with `never` for a name that has no value.
    """

    data: Type = DICT
    variables: Mapping[str, Type] = field(default_factory=dict)
    closed: bool = False
    call: Callable[[Call], Type | None] | None = None
    variable: Callable[[str, Node, bool], Type] | None = None
    optional: Callable[[str, Node], Type] | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Variables and functions, those of the enclosing scopes included."""

    variables: Mapping[str, Type]
    functions: frozenset[str] = frozenset()
    open: bool = False
    """Whether there may be variables and functions that nobody can know of."""

    def lookup(self, name: str) -> Type:
        """The type of a variable, named with its dollar sign. One that is not set is null."""
        found = self.variables.get(_normal(name))
        if found is not None:
            return found
        return ANY if self.open else NULL

    def bound(self, variables: Mapping[str, Type]) -> Scope:
        """A scope inside this one with more variables."""
        named = {_normal(name): type_ for name, type_ in variables.items()}
        return Scope({**self.variables, **named}, self.functions, self.open)

    def element(self, type_: Type) -> Scope:
        """The scope of a lambda that is called with one argument."""
        return self.bound({"$": type_})

    def unknown(self) -> Scope:
        """The scope of a lambda of which nobody knows what it is called with."""
        return Scope({}, self.functions, open=True)

    def defining(self, function: str) -> Scope:
        """A scope with one more function."""
        return Scope(self.variables, self.functions | {function}, self.open)


@dataclass(frozen=True, slots=True)
class ContextType(Atom):
    """The type of `let(…)`: what stands right of `->` sees its scope."""

    scope: Scope = field(default_factory=lambda: Scope({}, open=True), compare=False)


def scope_of(environment: Environment) -> Scope:
    """The scope an expression starts in."""
    named = {_normal(name): type_ for name, type_ in environment.variables.items()}
    return Scope({**named, "$1": environment.data}, open=not environment.closed)


def _normal(name: str) -> str:
    name = name if name.startswith("$") else f"${name}"
    return "$1" if name == "$" else name
