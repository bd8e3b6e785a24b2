"""The names that can be used at a place: where each comes from, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mistralc.expressions.text import yaql_parts
from mistralc.expressions.types import ANY, Environment, Type, infer, type_of
from mistralc.model import Definitions, Task, Workflow
from mistralc.source import Path, Span


@dataclass(frozen=True)
class Origin:
    """One place where a variable gets a value."""

    what: str
    span: Span
    type: Type


def workflow_at(definitions: Definitions | None, path: Path) -> Workflow | None:
    """The workflow that a path is in; of a file with one workflow, that one."""
    workflows = definitions.workflows if definitions else ()
    for workflow in workflows:
        if path[: len(workflow.at)] == workflow.at:
            return workflow
    return workflows[0] if len(workflows) == 1 else None


def task_at(workflow: Workflow, path: Path) -> Task | None:
    """The task that a path is in."""
    return next((task for task in workflow.tasks.values() if path[: len(task.at)] == task.at), None)


def variables(workflow: Workflow, task: Task | None = None) -> dict[str, list[Origin]]:
    """The variables that a workflow sets anywhere, and the items of a task, each with all its origins."""
    found: dict[str, list[Origin]] = {}
    for name, origin in _origins(workflow, task):
        found.setdefault(name, []).append(origin)
    return found


def _origins(workflow: Workflow, task: Task | None) -> Iterator[tuple[str, Origin]]:
    document = workflow.document
    for loop in task.with_items if task else ():
        yield loop.variable, Origin("an item of with-items", document.span(loop.at), ANY)
    for declared in workflow.input:
        what, type_ = ("an input", ANY) if declared.required else ("an input with a default", type_of(declared.default))
        yield declared.name, Origin(what, document.key_span(declared.at), type_)
    yield from _set(workflow, workflow.vars, (*workflow.at, "vars"), "set in vars")
    for publisher in workflow.tasks.values():
        for path, published in _publishes(publisher):
            yield from _set(workflow, published, path, f"published by task '{publisher.name}'")


def _publishes(task: Task) -> Iterator[tuple[Path, Mapping[str, Any] | None]]:
    yield (*task.at, "publish"), task.publish
    yield (*task.at, "publish-on-error"), task.publish_on_error
    yield (*task.at, "publish-on-skip"), task.publish_on_skip
    for clause in task.clauses.values():
        if clause.publish:
            yield (*clause.publish.at, "branch"), clause.publish.branch
            yield (*clause.publish.at, "global"), clause.publish.globals


def _set(workflow: Workflow, written: Mapping[str, Any] | None, at: Path, what: str) -> Iterator[tuple[str, Origin]]:
    for name, value in (written or {}).items():
        yield str(name), Origin(what, workflow.document.key_span((*at, name)), _type(value))


def _type(value: Any) -> Type:
    """The type of a value as written; what is put together from texts and expressions is of any type."""
    from mistralc.expressions import ExpressionSyntaxError
    from mistralc.expressions.yaql.parser import parse

    if isinstance(value, str):
        parts = list(yaql_parts(value))
        if len(parts) == 1 and parts[0].outer == value.strip():
            try:
                return infer(parse(parts[0].source), Environment())
            except ExpressionSyntaxError:
                return ANY
        return ANY if parts or "{" in value else type_of(value)
    return type_of(value) if not isinstance(value, list | dict) else ANY
