"""What the rules about with-items share: what each loop runs over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mistralc.analysis.dataflow import WorkflowData
from mistralc.diagnostics import Span
from mistralc.expressions.types import Type, type_of
from mistralc.model import WithItems
from mistralc.model.inline import parse_loop


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
    for task in data.flow.workflow.tasks.values():
        for loop in task.with_items:
            start, end = parse_loop(document.value(loop.at)).place
            span = document.span_in(loop.at, start, end)
            if isinstance(loop.items, list):
                yield loop, Looped(span, type_of(loop.items), type_of(loop.items), len(loop.items))
            for examined in data.by_path.get(loop.at, ()):
                if loop.items == examined.text.text:
                    yield loop, Looped(span, examined.type, examined.assumed)
