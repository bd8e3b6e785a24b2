"""Faults of policies: what has no effect, or the wrong one."""

from __future__ import annotations

import random
from collections.abc import Iterator

from mistralc.actions import find
from mistralc.model import Task
from tests.mutation.fault import fault
from tests.mutation.source import Mutant, Source


def _without(source: Source, *keys: str) -> Iterator[Task]:
    for workflow, task in source.tasks():
        if not workflow.task_defaults and not set(keys) & set(source.value(task.at)):
            yield task


@fault("policies", "W801")
def concurrency(source: Source, _: random.Random) -> Iterator[Mutant]:
    """`concurrency` without `with-items`."""
    for task in _without(source, "concurrency", "with-items"):
        yield source.added(task.at, "concurrency: 3")


@fault("policies", "W801")
def no_retry(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A retry with a count of 0."""
    for task in _without(source, "retry"):
        yield source.added(task.at, "retry: count=0 delay=1")


@fault("policies", "W801")
def no_timeout(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A time limit of 0."""
    for task in _without(source, "timeout"):
        yield source.added(task.at, "timeout: 0")


@fault("policies", "W802")
def timeout_in_wait(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A time limit shorter than the wait before."""
    for task in _without(source, "timeout", "wait-before"):
        yield source.added(task.at, "wait-before: 60", "timeout: 30")


@fault("policies", "W801")
def break_on(source: Source, _: random.Random) -> Iterator[Mutant]:
    """`break-on` of a task that cannot fail."""
    for task in _without(source, "retry", "with-items", "timeout", "fail-on", "join", "workflow"):
        if task.action is None or task.action.name in ("std.noop", "std.echo"):
            new = ["retry:", "  count: 3", "  delay: 1", "  break-on: <% task().result = done %>"]
            mutant = source.added(task.at, *new)
            yield mutant


@fault("policies", "I803")
def retry_changes(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A retry of an action that changes something."""
    for task in _without(source, "retry", "safe-rerun"):
        signature = find(task.action.name) if task.action else None
        if signature and signature.mutating:
            yield source.added(task.at, "retry: count=3 delay=5")


_WRONG = (
    ("wait-before", "<% 'long' %>"), ("wait-after", "<% [1, 2] %>"), ("timeout", "<% str(30) %>"),
    ("pause-before", "<% 'yes' %>"),
)  # fmt: skip


@fault("policies", "W804")
def wrong_type(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An expression of the wrong type as a policy."""
    for key, wrong in _WRONG:
        for task in _without(source, key):
            yield source.added(task.at, f"{key}: {wrong}")


@fault("policies", "W804")
def wrong_type_of_retry(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An expression of the wrong type in a retry."""
    for task in _without(source, "retry"):
        mutant = source.added(task.at, "retry:", "  count: 3", "  delay: <% 'soon' %>")
        yield mutant
