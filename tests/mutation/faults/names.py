"""Faults of names: tasks, workflows and actions that do not exist, or that mean something else."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from mistralc.analysis.graph import ENGINE_COMMANDS
from mistralc.model import Task, Workflow, target_span
from tests.mutation.fault import fault
from tests.mutation.source import Mutant, Source, misspelt


def lines_to(source: Source, workflow: Workflow, name: str) -> list[int]:
    """The lines of the transitions to a task."""
    owners = [task for task in workflow.tasks.values() if task.name != name]
    found = [
        target_span(workflow.document, transition).line
        for task in owners
        for clause in task.clauses.values()
        for transition in clause.next
        if transition.target == name
    ]
    if workflow.task_defaults:
        clauses = workflow.task_defaults.clauses.values()
        found += [target_span(workflow.document, t).line for c in clauses for t in c.next if t.target == name]
    return found


@fault("names", "E301")
def target(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """The target of a transition misspelt."""
    for workflow, task in source.tasks("direct"):
        for clause in task.clauses.values():
            for transition in clause.next:
                place = target_span(source.document, transition)
                if transition.target in workflow.tasks and place.line == place.end_line and not transition.params:
                    yield source.replaced(place, misspelt(transition.target, dice))


@fault("names", "E301")
def command(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """An engine command misspelt."""
    for _workflow, task in source.tasks("direct"):
        for clause in task.clauses.values():
            for transition in clause.next:
                if transition.target in ENGINE_COMMANDS and not transition.params:
                    place = target_span(source.document, transition)
                    yield source.replaced(place, misspelt(transition.target, dice))


@fault("names", "E301")
def removed(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A task removed that transitions lead to."""
    for workflow, task in source.tasks("direct"):
        to = lines_to(source, workflow, task.name)
        if to and len(workflow.tasks) > 1:
            yield source.without(*source.block_of(task.at), *to)


@fault("names", "E301")
def renamed(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A task renamed, but not in the transitions to it."""
    for workflow, task in source.tasks("direct"):
        to = lines_to(source, workflow, task.name)
        if to:
            mutant = source.replaced(source.key(task.at), task.name + "_renamed")
            yield Mutant(mutant.text, frozenset(to))


@fault("names", "E302")
def requirement(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """A required task misspelt."""
    for _workflow, task in source.tasks("reverse"):
        at = (*task.at, "requires")
        written = source.value(at)
        if isinstance(written, list):
            for index, name in enumerate(written):
                yield source.replaced(source.span((*at, index)), misspelt(name, dice))
        elif written:
            yield source.replaced(source.span(at), misspelt(written, dice))


@fault("names", "W306")
def task_function(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """The task in `task()` misspelt."""
    for text in source.texts:
        for found in re.finditer(r"\btask\(\s*['\"]?(\w+)", text.text):
            yield source.replaced(text.span(*found.span(1)), misspelt(found[1], dice))


def _starts(workflow: Workflow, task: Task) -> bool:
    return all(t.target != task.name for o in workflow.tasks.values() for c in o.clauses.values() for t in c.next)


@fault("names", "W307")
def like_a_command(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A task with the name of an engine command."""
    for workflow, task in source.tasks("direct"):
        if _starts(workflow, task) and "fail" not in workflow.tasks:
            yield source.replaced(source.key(task.at), "fail")


@fault("names", "W708")
def sub_workflow(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """A called workflow misspelt."""
    for _workflow, task in source.tasks():
        if task.workflow and "<%" not in task.workflow.name and "{{" not in task.workflow.name:
            place = source.document.span_in(task.workflow.at, 0, len(task.workflow.name))
            yield source.replaced(place, misspelt(task.workflow.name, dice))


@fault("names", "W708")
def sub_workflow_removed(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A called workflow removed from the workbook."""
    for workflow in source.definitions.workflows:
        callers = [t.workflow for _, t in source.tasks() if t.workflow and t.at[: len(workflow.at)] != workflow.at]
        to = [c for c in callers if c.name in (workflow.name, workflow.qualified_name)]
        if to and source.is_block(workflow.at):
            yield source.without(*source.block_of(workflow.at), *(source.span(call.at).line for call in to))


@fault("names", "E303")
def uuid(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A workflow with a name like a UUID."""
    for workflow in source.definitions.workflows:
        yield source.replaced(source.key(workflow.at), "6cbbcf2e-1f0e-4c1a-9a4f-8a1d3a2c9f10")


@fault("names", "E304")
def long_name(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A task name that is too long."""
    for workflow, task in source.tasks("direct"):
        if _starts(workflow, task):
            yield source.replaced(source.key(task.at), "task" * 65)


@fault("names", "W701")
def standard_action(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """The name of a standard action misspelt."""
    for _workflow, task in source.tasks():
        if task.action and task.action.name.startswith("std."):
            place = source.document.span_in(task.action.at, 4, len(task.action.name))
            yield source.replaced(place, misspelt(task.action.name[4:], dice))


@fault("names", "W702")
def ad_hoc_action(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """The name of an ad-hoc action misspelt."""
    own = {action.name for action in source.definitions.actions}
    for _workflow, task in source.tasks():
        if task.action and task.action.name in own:
            place = source.document.span_in(task.action.at, 0, len(task.action.name))
            yield source.replaced(place, misspelt(task.action.name, dice))


@fault("names", "W701 W702")
def base(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """The base of an ad-hoc action misspelt."""
    for action in source.definitions.actions:
        if action.base.name.startswith("std."):
            place = source.document.span_in(action.base.at, 4, len(action.base.name))
            yield source.replaced(place, misspelt(action.base.name[4:], dice))


@fault("names", "W308")
def input_twice(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An input declared twice."""
    for workflow in source.definitions.workflows:
        at = (*workflow.at, "input")
        if workflow.input and source.span(at).line > source.key(at).line:
            place = source.span((*at, 0))
            pad = source.line(place.line).partition("-")[0]
            mutant = source.inserted(place.line, [f"{pad}- {workflow.input[-1].name}: again"])
            yield Mutant(mutant.text, mutant.lines | {source.key(workflow.input[-1].at).line + 1})


@fault("names", "E909")
def not_on_airflow(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An action that has no counterpart on Airflow."""
    for _workflow, task in source.tasks():
        if task.action and task.input is None and not task.action.params:
            yield source.replaced(source.span(task.action.at), "mistral.workbooks_list")
