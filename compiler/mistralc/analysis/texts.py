"""Every text of a source file that Mistral evaluates: where it stands, when it is evaluated, with which context.

Sources of the rules: Mistral's `engine/tasks.py`, `engine/policies.py`, `workflow/data_flow.py` (what a context is made
of at each moment) and `lang/base.py` `validate_expr` (which texts are looked at when a definition is uploaded).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from mistralc.analysis.kept import kept
from mistralc.model import Action, Clause, Definitions, Document, Event, Policies, Task, TaskDefaults, Workflow
from mistralc.model.inline import InlineError, parse_call, parse_loop
from mistralc.source import Path, Span


class Moment(Enum):
    """When a text is evaluated."""

    VARS = "vars"
    """At the start of the workflow: with its input only."""
    BEFORE = "before"
    """With the context a task was given. Policies are, also those that are looked at after the action."""
    ITEM = "item"
    """The same, with the variables of `with-items`."""
    PUBLISH = "publish"
    """The same, with the result of the task. What the task publishes is not in it."""
    AFTER = "after"
    """With what the task has published."""
    OUTPUT = "output"
    OUTPUT_ON_ERROR = "output-on-error"
    BASE = "base"
    """In an ad-hoc action: with its input, and with the context of the task that calls it."""
    RESULT = "result"
    """In an ad-hoc action: with its result alone."""


@dataclass(frozen=True, slots=True)
class Point:
    """A moment of a run. `task` is None for what is outside tasks and for task-defaults; `event` is how the task ended,
    None where any end will do."""

    moment: Moment
    task: str | None = None
    event: Event | None = None


@dataclass(frozen=True)
class Text:
    """A text that is evaluated at `point`. It begins `offset` characters into the scalar at `path`.

    `validated` tells whether Mistral looks at its syntax when a definition is uploaded; it looks at the texts directly
    in a mapping but not deeper.
    """

    document: Document
    path: Path
    text: str
    point: Point
    offset: int = 0
    validated: bool = True
    name: str = ""
    """The key it is written under, or the name of the parameter in a call."""

    def span(self, start: int | None = None, end: int | None = None) -> Span:
        """The place of the text, or of some characters of it."""
        if start is None and not self.offset:
            return self.document.span(self.path)
        first = start or 0
        last = len(self.text) if end is None else end
        return self.document.span_in(self.path, self.offset + first, self.offset + last)


@kept
def texts(definitions: Definitions) -> tuple[Text, ...]:
    """The evaluated texts of all definitions. Texts without an expression are among them."""
    of_workflows = (text for workflow in definitions.workflows for text in workflow_texts(workflow))
    of_actions = (text for action in definitions.actions for text in action_texts(action))
    return (*of_workflows, *of_actions)


@kept
def workflow_texts(workflow: Workflow) -> tuple[Text, ...]:
    """The evaluated texts of one workflow."""
    return tuple(_of_workflow(workflow))


@kept
def action_texts(action: Action) -> tuple[Text, ...]:
    """The evaluated texts of one ad-hoc action."""
    return tuple(_of_action(action))


def _of_workflow(workflow: Workflow) -> Iterator[Text]:
    document, at = workflow.document, workflow.at
    yield from _mapping(document, workflow.output, (*at, "output"), Point(Moment.OUTPUT))
    yield from _mapping(document, workflow.vars, (*at, "vars"), Point(Moment.VARS))
    failed = Point(Moment.OUTPUT_ON_ERROR)
    yield from _mapping(document, workflow.output_on_error, (*at, "output-on-error"), failed, validated=False)
    if workflow.task_defaults:
        yield from _common(document, workflow.task_defaults, None)
    for task in workflow.tasks.values():
        yield from _common(document, task, task.name)
        yield from _task(document, task)


def _of_action(action: Action) -> Iterator[Text]:
    document, at = action.document, action.at
    before, after = Point(Moment.BASE), Point(Moment.RESULT)
    yield from _inline(document, (*at, "base"), before)
    written = document.value((*at, "base-input"))
    yield from _mapping(document, written if isinstance(written, dict) else None, (*at, "base-input"), before)
    if isinstance(action.output, str):
        yield Text(document, (*at, "output"), action.output, after)
    else:
        yield from nested_texts(document, action.output, (*at, "output"), after)


def nested_texts(document: Document, data: Any, at: Path, point: Point) -> Iterator[Text]:
    """The texts anywhere in data; Mistral does not look at them when a definition is uploaded."""
    if isinstance(data, str):
        yield Text(document, at, data, point, validated=False)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from nested_texts(document, value, (*at, key), point)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from nested_texts(document, value, (*at, index), point)


def _task(document: Document, task: Task) -> Iterator[Text]:
    before, item = Point(Moment.BEFORE, task.name), Point(Moment.ITEM, task.name)
    for key, call in (("action", task.action), ("workflow", task.workflow)):
        if call:
            # Of a task with both, which is an error anyway, Mistral reads the action.
            yield from _inline(document, (*task.at, key), item)
            yield Text(document, (*task.at, key), call.name, before, validated=False)
    if isinstance(task.input, str):
        yield Text(document, (*task.at, "input"), task.input, item)
    else:
        yield from _mapping(document, task.input, (*task.at, "input"), item)
    for event, key, published in basic_publishes(task):
        yield from _mapping(document, published, (*task.at, key), Point(Moment.PUBLISH, task.name, event))
    yield from _scalar(document, task.keep_result, (*task.at, "keep-result"), before)
    yield from _scalar(document, task.target, (*task.at, "target"), item, validated=False)
    for loop in task.with_items:
        text = document.value(loop.at)
        start, end = parse_loop(text).place
        yield Text(document, loop.at, text[start:end], before, start)


def basic_publishes(task: Task) -> tuple[tuple[Event, str, Mapping[str, Any] | None], ...]:
    """The publishes beside the on-clauses: in which end of the task, under which key, what."""
    return (
        (Event.SUCCESS, "publish", task.publish),
        (Event.ERROR, "publish-on-error", task.publish_on_error),
        (Event.SKIP, "publish-on-skip", task.publish_on_skip),
    )


def _common(document: Document, owner: Task | TaskDefaults, task: str | None) -> Iterator[Text]:
    yield from _policies(document, owner.policies, owner.at, task)
    yield from _scalar(document, owner.safe_rerun, (*owner.at, "safe-rerun"), Point(Moment.BEFORE, task))
    for clause in owner.clauses.values():
        yield from _clause(document, clause, task)


def _policies(document: Document, policies: Policies, at: Path, task: str | None) -> Iterator[Text]:
    before, after = Point(Moment.BEFORE, task), Point(Moment.AFTER, task)
    for key in ("wait-before", "wait-after", "timeout", "pause-before", "concurrency"):
        yield from _scalar(document, getattr(policies, key.replace("-", "_")), (*at, key), before)
    succeeded = Point(Moment.BEFORE, task, Event.SUCCESS)  # asked of what succeeded, with the context it was given
    yield from _scalar(document, policies.fail_on, (*at, "fail-on"), succeeded)
    retry = policies.retry
    if retry and isinstance(document.value(retry.at), str):
        yield from _inline(document, retry.at, after)
    elif retry:
        for key, point in (("count", before), ("delay", before), ("break-on", after), ("continue-on", after)):
            yield from _scalar(document, getattr(retry, key.replace("-", "_")), (*retry.at, key), point)


def _clause(document: Document, clause: Clause, task: str | None) -> Iterator[Text]:
    ended = None if clause.event is Event.COMPLETE else clause.event
    for transition in clause.next:
        point = Point(Moment.AFTER, task, ended)
        if transition.guard:
            yield Text(document, transition.at, transition.guard, point, name=transition.target)
        elif transition.params:
            yield from _inline(document, transition.at, point, validated=False)
    if clause.publish:
        at, point = clause.publish.at, Point(Moment.PUBLISH, task, ended)
        yield from _mapping(document, clause.publish.branch, (*at, "branch"), point)
        yield from _mapping(document, clause.publish.globals, (*at, "global"), point)
        yield from _mapping(document, clause.publish.atomic, (*at, "atomic"), point)


def _inline(document: Document, at: Path, point: Point, *, validated: bool = True) -> Iterator[Text]:
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
            yield Text(document, at, value, point, start + quoted, validated, name)


def _mapping(
    document: Document, data: Mapping[str, Any] | None, at: Path, point: Point, *, validated: bool = True
) -> Iterator[Text]:
    for key, value in (data or {}).items():
        if isinstance(value, str):
            yield Text(document, (*at, key), value, point, validated=validated, name=str(key))
        else:
            yield from nested_texts(document, value, (*at, key), point)


def _scalar(document: Document, value: Any, at: Path, point: Point, *, validated: bool = True) -> Iterator[Text]:
    if isinstance(value, str):
        yield Text(document, at, value, point, validated=validated)
