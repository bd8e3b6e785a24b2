"""Faults of the graph: tasks that never start, joins that never complete, loops that never end."""

from __future__ import annotations

import random
from collections.abc import Iterator

from mistralc.model import Event, Task, Workflow, target_span
from tests.mutation.fault import fault
from tests.mutation.faults.names import lines_to
from tests.mutation.source import Mutant, Source


def _free(source: Source, task: Task, *events: Event) -> bool:
    """Whether the task has none of these clauses."""
    return not any(event.value in source.value(task.at) for event in events)


def _appended(source: Source, workflow: Workflow, lines: list[str], *expected: int) -> Mutant:
    """New tasks at the beginning of a workflow."""
    first = next(iter(workflow.tasks.values()))
    place = source.key(first.at)
    pad = " " * (place.column - 1)
    return source.inserted(place.line, [pad + line for line in lines], *expected)


def _blocks(source: Source) -> Iterator[Workflow]:
    for workflow in source.definitions.workflows:
        if workflow.type == "direct" and source.is_block((*workflow.at, "tasks")) and "free" not in workflow.tasks:
            yield workflow


@fault("flow", "E401")
def no_start(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A transition from the end to the only start."""
    for workflow in _blocks(source):
        starts = [name for name in workflow.tasks if not lines_to(source, workflow, name)]
        last = list(workflow.tasks.values())[-1]
        free = source.is_block(last.at) and _free(source, last, Event.COMPLETE)
        if len(starts) == 1 and free and last.name not in starts:
            yield source.added(last.at, f"on-complete: {starts[0]}")


@fault("flow", "W407")
def island(source: Source, _: random.Random) -> Iterator[Mutant]:
    """Two tasks that only lead to each other."""
    for workflow in _blocks(source):
        lines = ["free:", "  action: std.noop", "  on-success: bound", "bound:", "  action: std.noop"]
        yield _appended(source, workflow, [*lines, "  on-error: free"], 0, 2, 3, 5)


@fault("flow", "W409")
def endless(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A loop without an exit."""
    for workflow in _blocks(source):
        lines = ["start:", "  on-success: free", "free:", "  action: std.noop", "  on-success: bound", "bound:"]
        if not {"start", "bound"} & set(workflow.tasks) and not _has_defaults(workflow):
            yield _appended(source, workflow, [*lines, "  action: std.noop", "  on-success: free"], 2, 4, 5, 7)


def _has_defaults(workflow: Workflow) -> bool:
    return bool(workflow.task_defaults)


@fault("flow", "W409")
def endless_self(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A task that always leads to itself."""
    for workflow, task in source.tasks("direct"):
        if lines_to(source, workflow, task.name) and not task.clauses and not _has_defaults(workflow) and not task.join:
            yield source.added(task.at, f"on-complete: {task.name}")


@fault("flow", "E402")
def join_on_start(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A join on a task that nothing leads to."""
    for workflow, task in source.tasks("direct"):
        if not task.join and not lines_to(source, workflow, task.name) and "join" not in source.value(task.at):
            yield source.added(task.at, "join: all")


@fault("flow", "W410 W411")
def join_on_one(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A join on one transition."""
    for workflow, task in source.tasks("direct"):
        if not task.join and len(lines_to(source, workflow, task.name)) == 1 and not _has_defaults(workflow):
            yield source.added(task.at, "join: all")


@fault("flow", "E403")
def join_too_many(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A join that waits for more tasks than there are."""
    for workflow, task in source.tasks("direct"):
        if task.join == "all":
            yield source.replaced(source.span((*task.at, "join")), "9")
        elif not task.join and lines_to(source, workflow, task.name):
            yield source.added(task.at, "join: 9")


@fault("flow", "W411")
def join_exclusive(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A join of the success and the error of one task."""
    for workflow in _blocks(source):
        if not {"good", "bad"} & set(workflow.tasks) and not _has_defaults(workflow):
            lines = ["free:", "  on-success: good", "  on-error: bad", "good:", "  on-success: both", "bad:"]
            lines += ["  on-success: both", "both:", "  join: all", "  action: std.noop"]
            yield _appended(source, workflow, lines, 7, 8)


@fault("flow", "W412")
def twice(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A target of on-success that stands under on-complete, too."""
    for workflow, task in source.tasks("direct"):
        clause = task.clauses.get(Event.SUCCESS)
        if clause and clause.next and _free(source, task, Event.COMPLETE) and not _has_defaults(workflow):
            to = clause.next[0]
            if to.target in workflow.tasks and not workflow.tasks[to.target].join:
                mutant = source.added(task.at, f"on-complete: {to.target}")
                yield Mutant(mutant.text, mutant.lines | {target_span(source.document, to).line + 1})


@fault("flow", "W408")
def after_fail(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A target after `fail`."""
    for _workflow, task in source.tasks("direct"):
        for event in task.clauses:
            at = (*task.at, event.value)
            entries = source.value(at)
            if isinstance(entries, list) and source.line(source.span((*at, 0)).line).lstrip().startswith("- "):
                number = source.span((*at, 0)).line
                pad = source.line(number).partition("-")[0]
                names = [t.target for t in task.clauses[event].next]
                if "fail" not in names and names != ["noop"]:
                    yield source.inserted(number, [f"{pad}- fail"], 0, 1)


@fault("flow", "W408")
def after_std_fail(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An on-success of a task that always fails."""
    for _workflow, task in source.tasks("direct"):
        clause = task.clauses.get(Event.SUCCESS)
        place = source.span((*task.at, "action"))
        if clause and clause.next and task.action and task.input is None and _free(source, task, Event.SKIP):
            targets = [target_span(source.document, to).line for to in clause.next]
            yield source.replaced(place, "std.fail", *targets)


@fault("flow", "W413")
def requires_each_other(source: Source, _: random.Random) -> Iterator[Mutant]:
    """Tasks of a reverse workflow that require each other."""
    for workflow, task in source.tasks("reverse"):
        for other in task.requires:
            required = workflow.tasks.get(other)
            if required and not required.requires and source.is_block(required.at):
                mutant = source.added(required.at, f"requires: [{task.name}]")
                yield Mutant(mutant.text, mutant.lines | {source.span((*task.at, "requires")).line + 1})


@fault("flow", "W414")
def join_forgotten(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A task after two branches, without a join."""
    for workflow in _blocks(source):
        if not {"left", "right", "both"} & set(workflow.tasks) and not _has_defaults(workflow):
            lines = ["free:", "  on-success: [left, right]", "left:", "  on-success: both", "right:"]
            lines += ["  on-success:", "    - both", "both:", "  action: std.noop"]
            yield _appended(source, workflow, lines, 3, 6, 7)


@fault("flow", "W414")
def join_removed(source: Source, _: random.Random) -> Iterator[Mutant]:
    """The join of two tasks that always run, removed."""
    for workflow, task in source.tasks("direct"):
        starts = [other for other in workflow.tasks.values() if not lines_to(source, workflow, other.name)]
        sure = [other for other in starts if task.name in _always(other)]
        if "join" in source.value(task.at) and len(source.value(task.at)) > 1 and len(sure) > 1:
            first, last = source.block_of((*task.at, "join"))
            yield source.without(first, last, source.key(task.at).line, *lines_to(source, workflow, task.name))


def _always(task: Task) -> list[str]:
    """Where a task leads when it succeeds, whatever the data."""
    clause = task.clauses.get(Event.SUCCESS)
    return [to.target for to in clause.next if not to.guard] if clause else []
