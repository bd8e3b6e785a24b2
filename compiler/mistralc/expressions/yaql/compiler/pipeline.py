"""`where` and `select` one after the other: one comprehension."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from mistralc.expressions.yaql.compiler import emit
from mistralc.expressions.yaql.compiler.code import ITERATOR, LIST, ORDERING, Bound, Code

_SOURCE = "source"
_Body = ast.GeneratorExp | ast.ListComp | ast.DictComp


@dataclass(frozen=True)
class Pipeline:
    """The items of a source that meet the conditions, each turned into the element.

    `at_once` is the source for those who take all items at once: that of what is sorted, in any case, before it gives
    its first item. Other iterators stay what they are, as what they look at may be used up by their neighbours.
    """

    source: ast.expr
    at_once: ast.expr
    item: Bound
    element: Code
    conditions: tuple[ast.expr, ...] = field(default=())

    def where(self, condition: ast.expr) -> Pipeline:
        return Pipeline(self.source, self.at_once, self.item, self.element, (*self.conditions, condition))

    def select(self, element: Code) -> Pipeline:
        return Pipeline(self.source, self.at_once, self.item, element, self.conditions)

    def _over(self, source: ast.expr, body: _Body) -> ast.expr:
        variable = self.item.node
        assert isinstance(variable, ast.Name)
        assigns = emit.assigns(source)
        body.generators = [emit.loop(variable.id, emit.name(_SOURCE) if assigns else source)]
        for condition in self.conditions:
            test = _local(condition, body.generators)
            body.generators[-1].ifs.append(test)
        if isinstance(body, ast.DictComp):
            body.key = _local(body.key, body.generators)
        else:
            body.elt = _local(body.elt, body.generators)
        # Python allows no assignment in the source of a comprehension.
        return emit.bind([_SOURCE], body, [source]) if assigns else body

    def iterator(self) -> Code:
        """The items when they are asked for, as yaql has it."""
        items = self.items()
        result = items
        # As the result of all there can be no variable in it, so that making items plain afterwards uses up nothing.
        if self.element.unsure is not None:
            result = emit.call("output_fresh_dicts", items, *map(emit.constant, self.element.unsure))
        elif not self.element.scalar:
            result = emit.call("output_plain_items", items)
        return PipelineCode(self.generator(), ITERATOR, self.element.clean, items, result, pipeline=self)

    def generator(self) -> ast.expr:
        return self._over(self.source, ast.GeneratorExp(self.element.node, []))

    def items(self) -> ast.expr:
        """All items at once, where nobody can tell the difference."""
        return self._over(self.at_once, ast.ListComp(self.element.node, []))

    def entries(self, key: ast.expr, value: ast.expr) -> ast.expr:
        """A dict with an entry for each item."""
        return self._over(self.at_once, ast.DictComp(key, value, []))


def _local(node: ast.expr, loops: list[ast.comprehension]) -> ast.expr:
    """The code without the assignments it begins with: they become variables of the comprehension.

    Otherwise they would be variables of the function around it, which take longer to get at.
    """
    found, node = emit.without_first_assignment(node)
    while found is not None:
        loops.append(emit.loop(found.target.id, ast.List([found.value], ast.Load())))
        found, node = emit.without_first_assignment(node)
    return node


@dataclass(frozen=True)
class PipelineCode(Code):
    """An iterator that may still grow while it has been used nowhere."""

    pipeline: Pipeline | None = None


def stage(item: Bound, receiver: Code) -> Pipeline:
    """The pipeline that the receiver is, if its items are still as they come; else a new one over its items."""
    if isinstance(receiver, PipelineCode) and receiver.pipeline is not None:
        pipeline = receiver.pipeline
        if pipeline.element is pipeline.item:
            return pipeline
    source = _iterable(receiver)
    at_once = receiver.items if receiver.kind == ORDERING and receiver.items is not None else source
    return Pipeline(source, at_once, item, item)


def _iterable(code: Code) -> ast.expr:
    return code.node if code.kind in (LIST, ITERATOR) else emit.call("values_each", code.node)
