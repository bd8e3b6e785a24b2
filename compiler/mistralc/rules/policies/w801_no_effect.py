"""W801: a policy without effect."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.diagnostics import Diagnostic, Remedy, delete
from mistralc.model import Definitions, Policies, Task, TaskDefaults, Workflow
from mistralc.rules.policies.failing import cannot_fail
from mistralc.rules.rule import Rule
from mistralc.source import Path, removal

_ZEROS = {"wait-before": "no wait", "wait-after": "no wait", "timeout": "no time limit", "concurrency": "no limit"}


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: `engine/policies.py`, where 0 stands for no policy. A 0 that overrides task-defaults is not useless."""
    for workflow in definitions.workflows:
        if workflow.task_defaults:
            yield from _zeros(workflow, workflow.task_defaults)
            if definitions.is_intact(workflow.at):
                yield from _useless_for_all(workflow, workflow.task_defaults)
        for task in workflow.tasks.values():
            yield from _zeros(workflow, task)
            if definitions.is_intact(task.at):
                yield from _useless(workflow, task)


def _zeros(workflow: Workflow, owner: Task | TaskDefaults) -> Iterator[Diagnostic]:
    defaults = workflow.task_defaults.policies if workflow.task_defaults and isinstance(owner, Task) else Policies()
    for key, meaning in _ZEROS.items():
        field = key.replace("-", "_")
        if _is_zero(getattr(owner.policies, field)) and getattr(defaults, field) is None:
            yield RULE.at(
                workflow.document.span((*owner.at, key)),
                f"`{key}: 0` means {meaning}, as without it",
                help=_remove(workflow, (*owner.at, key), "remove it, or write a number from 1"),
            )
    retry = owner.policies.retry
    if retry and _is_zero(retry.count) and defaults.retry is None:
        block = isinstance(workflow.document.value(retry.at), dict)
        yield RULE.at(
            workflow.document.span((*retry.at, "count") if block else retry.at),
            "a retry with a count of 0 never tries again",
            help="remove it, or write how often to try again",
        )


def _is_zero(value: object) -> bool:
    return value == 0 and not isinstance(value, bool)


def _useless_for_all(workflow: Workflow, defaults: TaskDefaults) -> Iterator[Diagnostic]:
    """A policy of task-defaults that counts for no task."""
    document, tasks = workflow.document, workflow.tasks.values()
    if defaults.policies.concurrency and not any(task.with_items for task in tasks):
        yield RULE.at(
            document.key_span((*defaults.at, "concurrency")),
            "`concurrency` only counts together with `with-items`, which no task has",
            help=_remove(workflow, (*defaults.at, "concurrency"), "remove it"),
        )
    retry = defaults.policies.retry
    falling_back = [task for task in tasks if task.policies.retry is None]
    steady = falling_back and all(cannot_fail(task, workflow) for task in falling_back)
    if retry and retry.count and retry.continue_on is None and steady:
        yield RULE.at(
            document.key_span((*retry.at, "break-on")) if retry.break_on is not None else document.key_span(retry.at),
            "no task is tried again: their actions do not fail",
            help="to repeat a task until something is so, write `continue-on` with the condition for going on",
        )


def _useless(workflow: Workflow, task: Task) -> Iterator[Diagnostic]:
    document = workflow.document
    if _is_zero(document.value((*task.at, "join"))):
        yield RULE.at(
            document.span((*task.at, "join")),
            f"task '{task.name}' waits for none: `join: 0` is no join",
            help="write `join: all`, or remove it",
        )
    if task.policies.concurrency and not task.with_items:
        yield RULE.at(
            document.key_span((*task.at, "concurrency")),
            f"`concurrency` only counts together with `with-items`, which task '{task.name}' does not have",
            help=_remove(workflow, (*task.at, "concurrency"), "remove it"),
        )
    retry = task.policies.retry
    if retry and retry.count and retry.continue_on is None and cannot_fail(task, workflow):
        yield RULE.at(
            document.key_span((*retry.at, "break-on")) if retry.break_on is not None else document.key_span(retry.at),
            f"task '{task.name}' is never tried again: its action does not fail"
            + (", and `break-on` is only looked at when it does" if retry.break_on is not None else ""),
            help="to repeat it until something is so, write `continue-on` with the condition for going on",
        )


def _remove(workflow: Workflow, path: Path, words: str) -> Remedy:
    return Remedy(words, delete(removal(workflow.document, path)))


RULE = Rule(
    code="W801",
    title="a policy without effect",
    explanation="A wait, time limit, concurrency or retry count of 0 is none. `concurrency` limits the items of "
    "`with-items` and nothing else. `retry` repeats a task that failed, and one that succeeded only while "
    "`continue-on` holds; `break-on` is only looked at after a failure.",
    bad="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.echo output="ready"
      retry:
        count: 5
        delay: 10
        break-on: <% task().result = 'ready' %>
""",
    good="""\
version: '2.0'
backup:
  tasks:
    snapshot:
      action: std.echo output="ready"
      retry:
        count: 5
        delay: 10
        continue-on: <% task().result != 'ready' %>
""",
    check=check,
)
