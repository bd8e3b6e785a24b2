"""`where` and `select` one after the other: one comprehension."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from mistralc.expressions.yaql.compiler import emit
from mistralc.expressions.yaql.compiler.code import ITERATOR, LIST, SCALAR_KINDS, Bound, Code

_SOURCE = "source"


@dataclass(frozen=True)
class Pipeline:
    """The items of a source that meet the conditions, each turned into the element."""

    source: ast.expr
    item: Bound
    element: Code
    conditions: tuple[ast.expr, ...] = field(default=())

    def where(self, condition: ast.expr) -> Pipeline:
        return Pipeline(self.source, self.item, self.element, (*self.conditions, condition))

    def select(self, element: Code) -> Pipeline:
        return Pipeline(self.source, self.item, element, self.conditions)

    def _made(self, kind: type[ast.GeneratorExp] | type[ast.ListComp]) -> ast.expr:
        variable = self.item.node
        assert isinstance(variable, ast.Name)
        if not emit.assigns(self.source):
            return kind(self.element.node, [emit.loop(variable.id, self.source, self.conditions)])
        body = kind(self.element.node, [emit.loop(variable.id, emit.name(_SOURCE), self.conditions)])
        return emit.bind([_SOURCE], body, [self.source])

    def iterator(self) -> Code:
        """The items when they are asked for, as yaql has it."""
        return PipelineCode(self._made(ast.GeneratorExp), ITERATOR, self.element.clean, pipeline=self)

    def items(self) -> Code:
        """All items at once, where nobody can tell the difference."""
        return Code(self._made(ast.ListComp), LIST, self.element.clean)

    @property
    def of_scalars(self) -> bool:
        return self.element.kind in SCALAR_KINDS


@dataclass(frozen=True)
class PipelineCode(Code):
    """An iterator that may still grow, or become a list, while it has been used nowhere."""

    pipeline: Pipeline | None = None


def listed(code: Code) -> Code:
    """The same items as a list, when this is the only use of the iterator."""
    if isinstance(code, PipelineCode) and code.pipeline is not None:
        return code.pipeline.items()
    return code
