"""The data analysis of one source file, made once for all rules that ask for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from mistralc.analysis.dataflow.examine import Examined, WorkflowData, examine_action, examine_workflow
from mistralc.analysis.dataflow.results import Outputs
from mistralc.analysis.graph import ENGINE_COMMANDS
from mistralc.analysis.kept import kept
from mistralc.analysis.texts import Moment, action_texts
from mistralc.expressions import ExpressionSyntaxError, reads, validate
from mistralc.model import Action, Definitions, Workflow


@dataclass(frozen=True)
class FileData:
    """Everything that is known about the data of a file."""

    definitions: Definitions
    workflows: tuple[WorkflowData, ...]
    actions: tuple[Examined, ...]
    """The expressions of ad-hoc actions."""

    def intact(self) -> tuple[WorkflowData, ...]:
        """The workflows whose graph is known: what is missing in the others is a consequence of other faults."""
        return self._intact

    @cached_property
    def _intact(self) -> tuple[WorkflowData, ...]:
        return tuple(
            data
            for data in self.workflows
            if self.definitions.is_intact(data.flow.workflow.at) and _leads_to_tasks(data)
        )

    def examined(self) -> Iterator[Examined]:
        """Every text with an expression."""
        for data in self.workflows:
            yield from data.examined
        yield from self.actions

    def unread(self, workflow: Workflow, names: Collection[str], through: Mapping[str, str]) -> set[str]:
        """Those of `names` that nothing in a workflow reads, nor the file's ad-hoc actions, which see its context.

        Every text counts, those that have no effect where they stand too: they are faults of their own. `through` are
        functions that read without naming, each with a word that a text which reads so has to have.
        """
        texts = [*_strings(workflow.document.value(workflow.at)), *self._bases]
        # Most names are spelled out; the exact reads are looked at only for the others.
        left = set(names).difference(*(_SPELLED.findall(text) for text in texts))
        return _unread(texts, left, through) if left else left

    def unread_in(self, action: Action, names: Collection[str]) -> set[str]:
        """Those of `names` that nothing in an ad-hoc action reads; none of a stand-in, which reads nothing at all."""
        texts = [text.text for text in action_texts(action)]
        left = set(names).difference(*(_SPELLED.findall(text) for text in texts))
        unread = _unread(texts, left, {}) if left else left
        return unread if len(unread) < len(names) else set()

    @cached_property
    def _bases(self) -> tuple[str, ...]:
        texts = (text for action in self.definitions.actions for text in action_texts(action))
        return tuple(text.text for text in texts if text.point.moment is Moment.BASE)


def _unread(texts: Iterable[str], names: set[str], through: Mapping[str, str]) -> set[str]:
    left = set(names)
    for text in texts:
        if "<%" in text or "{" in text:
            found = reads(text)
            whole = found.everything or found.all_globals
            whole = whole or any(through.get(function, text + ".") in text for function in found.functions)
            if whole or _unreadable(text):
                return set()
            left -= found.variables | found.globals
    return left


def _strings(data: object) -> Iterator[str]:
    """The texts anywhere in data, mapping keys among them: a transition with parameters may be one."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _strings(key)
            yield from _strings(value)
    elif isinstance(data, list):
        for item in data:
            yield from _strings(item)


def _unreadable(text: str) -> bool:
    """A text that cannot be parsed may be meant to read anything."""
    try:
        validate(text)
    except ExpressionSyntaxError:
        return True
    return False


_SPELLED = re.compile(r"(?:\$|\b_)\.(\w+)")
"""A name that is read, or is meant to be where the marks are forgotten or a filter is misspelt."""


@kept
def data_of(definitions: Definitions) -> FileData:
    """The analysis of a file."""
    outputs = Outputs(definitions)
    workflows = tuple(examine_workflow(workflow, outputs) for workflow in definitions.workflows)
    actions = tuple(found for action in definitions.actions for found in examine_action(action, outputs))
    return FileData(definitions, workflows, actions)


def _leads_to_tasks(data: WorkflowData) -> bool:
    graph = data.flow.graph
    if graph is None:
        return True
    edges = (edge for task in graph.tasks for edge in graph.outbound(task))
    return all(edge.target in graph.tasks or edge.target in ENGINE_COMMANDS for edge in edges)
