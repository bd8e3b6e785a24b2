"""Variables of an expression, and names for those of the generated code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

from mistralc.expressions.yaql.ast import Node
from mistralc.expressions.yaql.compiler import emit
from mistralc.expressions.yaql.compiler.code import ANY, Bound, Code

Scope = Mapping[str, Code]
"""What `$`, `$1` (the same, under this name) and `$name` are at a place of the expression."""

DOLLAR = "$1"
FUNCTIONS = "functions"
DATA = "data"
"""The context as a whole: `$`, and what Mistral's own variables are in."""
RUN = "run"


@dataclass
class Unit:
    """What belongs to one expression: its constants that are objects, and whether it calls Mistral's functions."""

    root: Code = field(default_factory=lambda: Bound(emit.name(DATA), ANY))
    """`$` outside of everything that binds another."""
    constants: dict[str, Any] = field(default_factory=dict)
    calls_out: bool = False
    _numbers: Callable[[], int] = field(default_factory=lambda: count(1).__next__)

    def is_outside(self, scope: Scope) -> bool:
        """Whether nothing is bound here: no variable can stand for an iterator that others look at, too."""
        return len(scope) == 1 and scope.get(DOLLAR) is self.root

    def variable(self) -> str:
        """A new name."""
        return f"v{self._numbers()}"

    def constant(self, value: Any) -> str:
        """The name of an object that the code needs."""
        identifier = f"k{self._numbers()}"
        self.constants[identifier] = value
        return identifier

    def once(self, code: Code) -> tuple[Any, Bound]:
        """Code to be written first, which sets a variable, and the variable for every later use."""
        if isinstance(code, Bound):
            return code.node, code
        variable = self.variable()
        return emit.assign(variable, code.node), Bound(emit.name(variable), code.kind, code.clean)


class Translator(Protocol):
    """What the parts of the compiler ask of the whole."""

    unit: Unit

    def expression(self, node: Node, scope: Scope) -> Code: ...

    def call(self, node: Node, scope: Scope, receiver: Code | None) -> Code: ...
