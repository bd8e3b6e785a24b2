"""Calls of actions and workflows as all rules about them see them: who is called, and with which arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from mistralc.analysis.kept import kept
from mistralc.expressions import is_expression
from mistralc.model import Call, Definitions, Document, Task, Workflow
from mistralc.model.inline import InlineError, parse_call
from mistralc.source import Path, Span


@dataclass(frozen=True)
class Argument:
    """One argument of the call at `at`, or below it: its name and value, and where they begin and end in a call."""

    name: str
    value: Any
    document: Document
    at: Path
    places: tuple[int, int, int] | None = None
    """Where in the text of the call the name begins, and the value begins and ends."""

    @property
    def name_span(self) -> Span:
        """The place of its name."""
        if self.places is None:
            return self.document.key_span(self.at)
        return self.document.span_in(self.at, self.places[0], self.places[0] + len(self.name))

    @property
    def span(self) -> Span:
        """The place of its value."""
        if self.places is None:
            return self.document.span(self.at)
        return self.document.span_in(self.at, *self.places[1:])


@dataclass(frozen=True)
class CallSite:
    """A call by name in a task or an ad-hoc action.

    `is_complete` is False where more arguments come from an expression. `repeated` are pairs of arguments of one name:
    the one that is lost and the one that counts. `dropped` are names in the call whose values Mistral ignores.
    """

    document: Document
    at: Path
    call: Call
    workbook: str | None
    arguments: Mapping[str, Argument]
    is_complete: bool = True
    is_workflow: bool = False
    repeated: tuple[tuple[Argument, Argument], ...] = ()
    dropped: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return self.call.name

    @property
    def span(self) -> Span:
        """The place of the name that is called."""
        return self.document.span_in(self.call.at, 0, len(self.name))


@kept
def calls(definitions: Definitions) -> tuple[CallSite, ...]:
    """Every call whose target is written as a name, in source order of workflows, then of ad-hoc actions."""
    return tuple(_calls(definitions))


def _calls(definitions: Definitions) -> Iterator[CallSite]:
    for workflow in definitions.workflows:
        for task in workflow.tasks.values():
            call = task.action or task.workflow
            if call and _is_name(call.name):
                yield _of_task(workflow, task, call)
    for action in definitions.actions:
        if _is_name(action.base.name):
            yield _site(action.document, action.at, action.base, action.workbook, action.base_input, "base-input")


def _is_name(text: str) -> bool:
    """Not an expression, nor a text with a fault that has been reported."""
    return text[:1] not in _FAULTY and text.isprintable() and " " not in text and not is_expression(text)


_FAULTY = ("", "&", "*", "$", "{", "<")
"""How aliases and expressions without their marks begin."""


def dynamic_calls(definitions: Definitions) -> bool:
    """Whether some call names its target by an expression, so that anything may be called."""
    called = [task.action or task.workflow for workflow in definitions.workflows for task in workflow.tasks.values()]
    return any(call and is_expression(call.name) for call in [*called, *(a.base for a in definitions.actions)])


def _of_task(workflow: Workflow, task: Task, call: Call) -> CallSite:
    return _site(
        workflow.document,
        task.at,
        call,
        workflow.workbook,
        task.input,
        "input",
        is_workflow=call is task.workflow,
    )


def _site(
    document: Document,
    at: Path,
    call: Call,
    workbook: str | None,
    written: Mapping[str, Any] | str | None,
    key: str,
    *,
    is_workflow: bool = False,
) -> CallSite:
    inline, lost = _inline(document, call)
    below = dict(_below(document, written, (*at, key)) if isinstance(written, Mapping) else ())
    return CallSite(
        document,
        at,
        call,
        workbook,
        {**below, **inline},
        not isinstance(written, str),
        is_workflow,
        (*((below[name], inline[name]) for name in inline if name in below), *((a, inline[a.name]) for a in lost)),
        frozenset(_dropped(document.value(call.at))),
    )


def _dropped(text: Any) -> Iterator[str]:
    if isinstance(text, str) and "=" in text:
        with suppress(InlineError):
            for start, end in parse_call(text).dropped:
                yield text[start:end].partition("=")[0]


def _below(document: Document, written: Mapping[str, Any], at: Path) -> Iterator[tuple[str, Argument]]:
    for name, value in written.items():
        yield name, Argument(name, value, document, (*at, name))


def _inline(document: Document, call: Call) -> tuple[dict[str, Argument], list[Argument]]:
    """The arguments in the call, and those that a later one of the same name replaces."""
    text = document.value(call.at)
    if not call.params or not isinstance(text, str):
        return {}, []
    try:
        parsed = parse_call(text)
    except InlineError:
        return {}, []

    def argument(name: str, place: tuple[int, int]) -> Argument:
        start, end = place
        return Argument(name, call.params[name], document, call.at, (text.rfind(name, 0, start), start, end))

    return {name: argument(name, parsed.places[name]) for name in call.params}, [argument(*one) for one in parsed.lost]
