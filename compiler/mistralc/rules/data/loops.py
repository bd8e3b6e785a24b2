"""What the rules about with-items share: what each loop runs over."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mistralc.analysis.dataflow import Examined, WorkflowData
from mistralc.diagnostics import Span
from mistralc.expressions.types import Type, type_of
from mistralc.expressions.yaql.ast import Binary, ListDisplay, Variable
from mistralc.expressions.yaql.walk import unwrapped
from mistralc.model import WithItems
from mistralc.model.inline import parse_loop
from mistralc.source import Path


@dataclass(frozen=True)
class Looped:
    """The value after `in`: its place, its type, and how many items it is known to have."""

    span: Span
    type: Type
    assumed: Type
    """If callers give inputs of the types of their defaults."""
    length: int | None = None


def loops(data: WorkflowData) -> Iterator[tuple[WithItems, Looped]]:
    """Each loop variable whose list is known in some respect."""
    document = data.flow.workflow.document
    inputs = {declared.at for declared in data.flow.workflow.input}
    for task in data.flow.workflow.tasks.values():
        for loop in task.with_items:
            start, end = parse_loop(document.value(loop.at)).place
            span = document.span_in(loop.at, start, end)
            if isinstance(loop.items, list):
                yield loop, Looped(span, type_of(loop.items), type_of(loop.items), len(loop.items))
            for examined in data.by_path.get(loop.at, ()):
                if loop.items == examined.text.text:
                    yield loop, Looped(span, examined.type, examined.assumed, _length(examined, inputs))


def _length(examined: Examined, inputs: Collection[Path]) -> int | None:
    """How many items an expression gives that is a list written out, or a variable that is one in every run."""
    tree = unwrapped(examined.tree) if examined.tree else None
    if isinstance(tree, ListDisplay):
        return len(tree.items)
    if not isinstance(tree, Binary) or not isinstance(tree.left, Variable) or len(examined.reads) != 1:
        return None
    variable = examined.reads[0].variable
    if variable.missing or len(variable.sites) != 1 or variable.sites[0].path in inputs:
        return None
    value = variable.sites[0].value
    return len(value) if isinstance(value, list) else None
