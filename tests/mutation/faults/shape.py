"""Faults of shape: keys and values that the language does not have."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from mistralc.model import Event
from tests.mutation.fault import fault
from tests.mutation.source import Mutant, Source, misspelt

_TASK_KEYS = (
    "action", "input", "join", "on-complete", "on-error", "on-success", "publish", "publish-on-error", "retry",
    "with-items", "workflow",
)  # fmt: skip


def _misspelt_key(wanted: str) -> Callable[[Source, random.Random], Iterator[Mutant]]:
    def seed(source: Source, dice: random.Random) -> Iterator[Mutant]:
        for _, task in source.tasks():
            if wanted in source.value(task.at):
                yield source.replaced(source.key((*task.at, wanted)), misspelt(wanted, dice))

    seed.__doc__ = f"`{wanted}` misspelt."
    return seed


for _key in _TASK_KEYS:
    fault("shape", "E201")(_misspelt_key(_key))


def _misspelt_workflow_key(wanted: str) -> Callable[[Source, random.Random], Iterator[Mutant]]:
    def seed(source: Source, dice: random.Random) -> Iterator[Mutant]:
        for workflow in source.definitions.workflows:
            if wanted in source.value(workflow.at):
                name = source.key(workflow.at).line
                yield source.replaced(source.key((*workflow.at, wanted)), misspelt(wanted, dice), name)

    seed.__doc__ = f"`{wanted}` of a workflow misspelt."
    return seed


for _key in ("input", "output", "vars", "task-defaults", "tasks"):
    fault("shape", "W218 E202")(_misspelt_workflow_key(_key))


@fault("shape", "E201 E202")
def retry_key(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """A key of retry misspelt."""
    for _, task in source.tasks():
        if isinstance(source.value((*task.at, "retry")), dict):
            for key in source.value((*task.at, "retry")):
                yield source.replaced(source.key((*task.at, "retry", key)), misspelt(key, dice))


@fault("shape", "E201")
def former_key(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A key of an earlier version of the language (`policies`, `parameters`)."""
    for _workflow, task in source.tasks():
        yield source.added(task.at, "policies:", "  timeout: 5")
        if "input" in source.value(task.at):
            yield source.replaced(source.key((*task.at, "input")), "parameters")


@fault("shape", "E201 W218 E203 E101")
def key_too_far_left(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A key of a task that stands beside the task."""
    for workflow, task in source.tasks():
        for key in ("on-success", "action", "publish"):
            first, last = source.block_of((*task.at, key)) if key in source.value(task.at) else (1, 2)
            if first == last and len(source.value(task.at)) > 1:
                pad = " " * (source.key(task.at).column - 1)
                yield source.relined(first, pad + source.line(first).lstrip(), source.key(workflow.at).line)


@fault("shape", "E202")
def no_version(source: Source, _: random.Random) -> Iterator[Mutant]:
    """No version."""
    if "version" in source.document.data:
        line = source.key(("version",)).line
        text = source.without(line, line).text
        yield Mutant(text, frozenset(range(1, 4)))


@fault("shape", "E207")
def both(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An action and a workflow in one task."""
    for _workflow, task in source.tasks():
        if task.action:
            mutant = source.added(task.at, "workflow: other")
            yield Mutant(mutant.text, mutant.lines | {source.key((*task.at, "action")).line + 1})


def _wrong_value(key: str, value: str, codes: str) -> None:
    def seed(source: Source, _: random.Random) -> Iterator[Mutant]:
        for _workflow, task in source.tasks("direct"):
            if key not in source.value(task.at):
                yield source.added(task.at, f"{key}: {value}")

    seed.__doc__ = f"`{key}: {value}`, a wrong value."
    fault("shape", codes)(seed)


_wrong_value("join", "any", "E203")
_wrong_value("timeout", "'60'", "E203")
_wrong_value("wait-before", "-1", "E206 E203")
_wrong_value("publish", "[a, b]", "E203")
_wrong_value("pause-before", "maybe", "E203")
_wrong_value("with-items", "i of <% $.list %>", "E215")
_wrong_value("with-items", "<% $.list %>", "E215")
_wrong_value("retry", "count=3", "E211")
_wrong_value("retry", "{count: many, delay: 1}", "E203")
_wrong_value("retry", "{count: -1, delay: 1}", "E206 E203")
_wrong_value("requires", "[other]", "E208")
_wrong_value("tags", "one", "E203")


@fault("shape", "E203 E204 E202")
def no_value(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A key without its value."""
    for _workflow, task in source.tasks():
        for key in ("action", "workflow", "on-success", "publish"):
            first, last = source.block_of((*task.at, key)) if key in source.value(task.at) else (1, 2)
            if first == last:
                yield source.relined(first, source.line(first).partition(":")[0] + ":")


@fault("shape", "E203")
def workflow_type(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """A type of workflow that does not exist."""
    for workflow in source.definitions.workflows:
        if isinstance(source.value((*workflow.at, "type")), str):
            yield source.replaced(source.span((*workflow.at, "type")), misspelt(workflow.type, dice))


@fault("shape", "E203")
def input_mapping(source: Source, _: random.Random) -> Iterator[Mutant]:
    """Inputs as a mapping."""
    for workflow in source.definitions.workflows:
        at = (*workflow.at, "input")
        if workflow.input and source.span(at).line > source.key(at).line:
            first, last = source.block_of(at)
            pad = " " * (source.key(at).column + 1)
            lines = source.without(first + 1, last).text.splitlines()
            text = "\n".join([*lines[:first], pad + "first: 1", *lines[first:]]) + "\n"
            yield Mutant(text, frozenset({first, first + 1}))


@fault("shape", "E203 E601 W405 W607")
def guard(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A condition without `<% %>`."""
    for _workflow, task in source.tasks("direct"):
        for clause in task.clauses.values():
            for transition in clause.next:
                place = source.span(transition.at)
                if transition.guard.startswith("<%") and place.line == place.end_line:
                    yield source.replaced(place, transition.guard.strip("<%> "))


@fault("shape", "W405 E203 E209")
def clause_without_list(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A condition under an on-clause without a list."""
    for _workflow, task in source.tasks("direct"):
        for event in task.clauses:
            at = (*task.at, event.value)
            entries = source.value(at)
            if isinstance(entries, list) and len(entries) == 1 and isinstance(entries[0], dict):
                number = source.span((*at, 0)).line
                line = source.line(number)
                if line.lstrip().startswith("- "):
                    yield source.relined(number, line.replace("- ", "  ", 1), source.key(at).line)


@fault("shape", "E209")
def two_in_one(source: Source, _: random.Random) -> Iterator[Mutant]:
    """Two conditions in one entry of an on-clause."""
    for _workflow, task in source.tasks("direct"):
        for event in task.clauses:
            at = (*task.at, event.value)
            entries = source.value(at)
            if isinstance(entries, list) and len(entries) > 1 and all(isinstance(e, dict) for e in entries[:2]):
                number = source.span((*at, 1)).line
                line = source.line(number)
                if line.lstrip().startswith("- "):
                    yield source.relined(number, line.replace("- ", "  ", 1), number - 1)


@fault("shape", "W217 W705 W704")
def unquoted(source: Source, _: random.Random) -> Iterator[Mutant]:
    """Quotes dropped around an inline parameter."""
    for _workflow, task in source.tasks():
        if task.action and task.action.params:
            place = source.span(task.action.at)
            text = source.value(task.action.at)
            found = re.search(r"=(?:\"([A-Za-z][^\"']*)\"|'([A-Za-z][^\"']*)')", text)
            if found and place.line == place.end_line and source.line(place.line).rstrip().endswith(text):
                yield source.replaced(place, text.replace(found.group(), f"={found[1] or found[2]}"))


@fault("shape", "E208")
def transition_in_reverse(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An on-clause in a reverse workflow."""
    for workflow, task in source.tasks("reverse"):
        yield source.added(task.at, f"{Event.SUCCESS.value}: {next(iter(workflow.tasks))}")


@fault("shape", "E205")
def target_twice(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A target listed twice."""
    for _workflow, task in source.tasks("direct"):
        for event in task.clauses:
            at = (*task.at, event.value)
            entries = source.value(at)
            if isinstance(entries, list):
                number = source.span((*at, 0)).line
                if number == source.span((*at, 0)).end_line and source.line(number).lstrip().startswith("- "):
                    mutant = source.inserted(number, [source.line(number)])
                    yield Mutant(mutant.text, mutant.lines | {number, number + 1})


@fault("shape", "E201")
def publish_scope(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A publish in an on-clause without `branch` or `global`."""
    for _workflow, task in source.tasks("direct"):
        if "on-skip" not in source.value(task.at) and "on-complete" not in source.value(task.at):
            yield source.added(task.at, "on-complete:", "  publish:", "    x: 1")


@fault("shape", "E201 E202")
def ad_hoc_key(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """A key of an ad-hoc action misspelt."""
    for action in source.definitions.actions:
        for key in source.value(action.at):
            if key in ("base", "base-input", "input", "output"):
                yield source.replaced(source.key((*action.at, key)), misspelt(key, dice), source.key(action.at).line)


@fault("shape", "E201 E202")
def workbook_key(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """A key of a workbook misspelt."""
    if source.definitions.workbook:
        for key in ("actions", "description"):
            if key in source.document.data:
                yield source.replaced(source.key((key,)), misspelt(key, dice))


@fault("shape", "E201")
def underscore(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A key with an underscore for its hyphen."""
    for _workflow, task in source.tasks():
        for key in source.value(task.at):
            if "-" in key:
                yield source.replaced(source.key((*task.at, key)), key.replace("-", "_"))


@fault("shape", "E201")
def defaults_key(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """A key of task-defaults misspelt."""
    for workflow in source.definitions.workflows:
        at = (*workflow.at, "task-defaults")
        for key in source.value(at) or ():
            yield source.replaced(source.key((*at, key)), misspelt(key, dice))


@fault("shape", "W217")
def quote_of_parameter(source: Source, _: random.Random) -> Iterator[Mutant]:
    """One quote of an inline parameter dropped."""
    for _workflow, task in source.tasks():
        text = source.value(task.action.at) if task.action and task.action.params else ""
        place = source.span(task.action.at) if task.action else None
        if place and text.endswith('"') and "<%" not in text and source.line(place.line).rstrip().endswith(text):
            yield source.replaced(place, text[:-1])


@fault("shape", "E203 E204")
def no_tasks(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A workflow whose tasks are gone."""
    for workflow in source.definitions.workflows:
        first, last = source.block_of((*workflow.at, "tasks"))
        if last > first:
            yield source.without(first + 1, last, first, source.key(workflow.at).line)


@fault("shape", "E202")
def no_base(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An ad-hoc action without its base."""
    for action in source.definitions.actions:
        first, last = source.block_of((*action.at, "base"))
        if first == last and source.is_block(action.at) and len(source.value(action.at)) > 1:
            yield source.without(first, last, source.key(action.at).line)


@fault("shape", "E208")
def type_lost(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A reverse workflow that has lost its type."""
    for workflow in source.definitions.workflows:
        if workflow.type == "reverse":
            line = source.key((*workflow.at, "type")).line
            needy = [t for t in workflow.tasks.values() if t.requires]
            if needy:
                yield source.without(line, line, *(source.key((*t.at, "requires")).line for t in needy))


@fault("shape", "E109 E203 E101")
def jinja_unquoted(source: Source, _: random.Random) -> Iterator[Mutant]:
    """The YAML quotes around a Jinja expression dropped."""
    for text in source.texts:
        place = text.span()
        if text.text.startswith("{{") and not text.offset and isinstance(source.value(text.path), str):
            yield source.replaced(place, text.text)
