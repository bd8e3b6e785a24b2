"""Every text of a source file that Mistral evaluates, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mistralc.model import Action, Clause, Definitions, Document, Policies, Task, TaskDefaults, Workflow
from mistralc.model.inline import InlineError, parse_call, parse_loop
from mistralc.source import Path, Span


@dataclass(frozen=True)
class Text:
    """A text that is evaluated. It begins `offset` characters into the scalar at `path`.

    `validated` tells whether Mistral looks at its syntax when a definition is uploaded; it looks at the texts directly
    in a mapping but not deeper.
    """

    document: Document
    path: Path
    text: str
    offset: int = 0
    validated: bool = True

    def span(self, start: int | None = None, end: int | None = None) -> Span:
        """The place of the text, or of some characters of it."""
        if start is None and not self.offset:
            return self.document.span(self.path)
        first = start or 0
        last = len(self.text) if end is None else end
        return self.document.span_in(self.path, self.offset + first, self.offset + last)


def texts(definitions: Definitions) -> Iterator[Text]:
    """The evaluated texts of all definitions. Texts without an expression are among them."""
    for workflow in definitions.workflows:
        yield from _workflow(workflow)
    for action in definitions.actions:
        yield from _action(action)


def _workflow(workflow: Workflow) -> Iterator[Text]:
    document, at = workflow.document, workflow.at
    yield from _mapping(document, workflow.output, (*at, "output"))
    yield from _mapping(document, workflow.vars, (*at, "vars"))
    yield from _mapping(document, workflow.output_on_error, (*at, "output-on-error"), validated=False)
    if workflow.task_defaults:
        yield from _common(document, workflow.task_defaults)
    for task in workflow.tasks.values():
        yield from _common(document, task)
        yield from _task(document, task)


def _task(document: Document, task: Task) -> Iterator[Text]:
    for key, call in (("action", task.action), ("workflow", task.workflow)):
        if call:
            # Of a task with both, which is an error anyway, Mistral reads the action.
            yield from _inline(document, (*task.at, key))
            yield Text(document, (*task.at, key), call.name, validated=False)
    if isinstance(task.input, str):
        yield Text(document, (*task.at, "input"), task.input)
    else:
        yield from _mapping(document, task.input, (*task.at, "input"))
    for key, published in (
        ("publish", task.publish),
        ("publish-on-error", task.publish_on_error),
        ("publish-on-skip", task.publish_on_skip),
    ):
        yield from _mapping(document, published, (*task.at, key))
    yield from _scalar(document, task.keep_result, (*task.at, "keep-result"))
    yield from _scalar(document, task.target, (*task.at, "target"), validated=False)
    for loop in task.with_items:
        text = document.value(loop.at)
        start, end = parse_loop(text).place
        yield Text(document, loop.at, text[start:end], start)


def _common(document: Document, owner: Task | TaskDefaults) -> Iterator[Text]:
    yield from _policies(document, owner.policies, owner.at)
    yield from _scalar(document, owner.safe_rerun, (*owner.at, "safe-rerun"))
    for clause in owner.clauses.values():
        yield from _clause(document, clause)


def _policies(document: Document, policies: Policies, at: Path) -> Iterator[Text]:
    for key in ("wait-before", "wait-after", "timeout", "pause-before", "concurrency", "fail-on"):
        yield from _scalar(document, getattr(policies, key.replace("-", "_")), (*at, key))
    retry = policies.retry
    if retry and isinstance(document.value(retry.at), str):
        yield from _inline(document, retry.at)
    elif retry:
        for key in ("count", "delay", "break-on", "continue-on"):
            yield from _scalar(document, getattr(retry, key.replace("-", "_")), (*retry.at, key))


def _clause(document: Document, clause: Clause) -> Iterator[Text]:
    for transition in clause.next:
        if transition.guard:
            yield Text(document, transition.at, transition.guard)
    if clause.publish:
        at = clause.publish.at
        yield from _mapping(document, clause.publish.branch, (*at, "branch"))
        yield from _mapping(document, clause.publish.globals, (*at, "global"))
        yield from _mapping(document, clause.publish.atomic, (*at, "atomic"))


def _action(action: Action) -> Iterator[Text]:
    document, at = action.document, action.at
    yield from _inline(document, (*at, "base"))
    written = document.value((*at, "base-input"))
    yield from _mapping(document, written if isinstance(written, dict) else None, (*at, "base-input"))
    if isinstance(action.output, str):
        yield Text(document, (*at, "output"), action.output)
    else:
        yield from _nested(document, action.output, (*at, "output"))


def _inline(document: Document, at: Path) -> Iterator[Text]:
    """The parameters inside a call."""
    text = document.value(at)
    if not isinstance(text, str):
        return
    try:
        call = parse_call(text)
    except InlineError:
        return
    for name, value in call.params.items():
        if isinstance(value, str):
            start, _ = call.places[name]
            quoted = text[start] in "\"'"
            yield Text(document, at, value, start + quoted)


def _mapping(document: Document, data: Mapping[str, Any] | None, at: Path, *, validated: bool = True) -> Iterator[Text]:
    for key, value in (data or {}).items():
        if isinstance(value, str):
            yield Text(document, (*at, key), value, validated=validated)
        else:
            yield from _nested(document, value, (*at, key))


def _nested(document: Document, data: Any, at: Path) -> Iterator[Text]:
    if isinstance(data, str):
        yield Text(document, at, data, validated=False)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _nested(document, value, (*at, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _nested(document, value, (*at, index))


def _scalar(document: Document, value: Any, at: Path, *, validated: bool = True) -> Iterator[Text]:
    if isinstance(value, str):
        yield Text(document, at, value, validated=validated)
