"""Faults of calls: arguments that are missing, unknown, given twice or of the wrong type."""

from __future__ import annotations

import random
from collections.abc import Iterator

from mistralc.actions import find
from mistralc.model import Task, Workflow
from tests.mutation.fault import fault
from tests.mutation.source import Mutant, Source, misspelt


def _with_input(source: Source) -> Iterator[Task]:
    """Tasks with a standard or ad-hoc action and an input in block style."""
    own = {action.name for action in source.definitions.actions}
    for _, task in source.tasks():
        known = task.action and (task.action.name in own or find(task.action.name))
        if known and isinstance(task.input, dict) and source.is_block((*task.at, "input")):
            yield task


@fault("actions", "W704")
def argument(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """An argument of an action misspelt."""
    for task in _with_input(source):
        for name in task.input or {}:
            yield source.replaced(source.key((*task.at, "input", name)), misspelt(str(name), dice))


@fault("actions", "W704")
def more(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An argument that the action does not have."""
    for task in _with_input(source):
        yield source.added((*task.at, "input"), "colour: blue")


@fault("actions", "W705")
def missing(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A required argument removed."""
    own = {action.name: action for action in source.definitions.actions}
    for task in _with_input(source):
        name = task.action.name if task.action else ""
        signature = find(name)
        if name in own:
            required = [declared.name for declared in own[name].input if declared.required]
        else:
            required = signature.missing(()) if signature else []
        for argument in required:
            inline = task.action.params if task.action else {}
            if argument in (task.input or {}) and len(task.input or {}) > 1 and argument not in inline:
                first, last = source.block_of((*task.at, "input", argument))
                mutant = source.without(first, last, source.span((*task.at, "action")).line)
                yield Mutant(mutant.text, mutant.lines)


@fault("actions", "W705 W217")
def missing_inline(source: Source, _: random.Random) -> Iterator[Mutant]:
    """All inline parameters of an action removed."""
    for _workflow, task in source.tasks():
        signature = find(task.action.name) if task.action else None
        if task.action and task.action.params and signature and signature.missing(task.input or ()):
            place = source.span(task.action.at)
            yield source.replaced(place, task.action.name)


@fault("actions", "W704")
def inline_argument(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """An inline parameter misspelt."""
    for _workflow, task in source.tasks():
        if task.action and task.action.params and find(task.action.name):
            name = next(iter(task.action.params))
            text = source.value(task.action.at)
            start = text.find(f" {name}=") + 1
            if start:
                place = source.document.span_in(task.action.at, start, start + len(name))
                yield source.replaced(place, misspelt(name, dice))


_WRONG = {
    "url": "[a]", "headers": "plain", "timeout": "soon", "to_addrs": "me", "cmd": "[ls]", "seconds": "[1]", "host": "5",
    "username": "[root]", "script": "7", "method": "{a: b}", "delay": "[1]", "subject": "[x]",
}  # fmt: skip


@fault("actions", "W706")
def argument_type(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An argument of the wrong type."""
    for task in _with_input(source):
        if task.action and find(task.action.name):
            for name in task.input or {}:
                at = (*task.at, "input", name)
                wrong = None if name in task.action.params else _WRONG.get(name)
                if wrong and source.span(at).line == source.span(at).end_line == source.key(at).line:
                    yield source.replaced(source.span(at), wrong)


@fault("actions", "W707")
def argument_twice(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An argument in the call and in the input."""
    for task in _with_input(source):
        place = source.span((*task.at, "action"))
        name = next(iter(task.input or {}))
        if task.action and not task.action.params:
            also = source.key((*task.at, "input", name)).line
            yield source.replaced(place, f'{task.action.name} {name}="x"', also)


def _sub(source: Source) -> Iterator[tuple[Task, Workflow]]:
    """Tasks that call a workflow of the same file, with an input in block style."""
    own = {name: w for w in source.definitions.workflows for name in (w.qualified_name, w.name)}
    for _, task in source.tasks():
        called = own.get(task.workflow.name) if task.workflow else None
        if called and isinstance(task.input, dict) and source.is_block((*task.at, "input")):
            yield task, called


@fault("actions", "W709")
def input_missing(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A required input of a called workflow removed."""
    for task, called in _sub(source):
        for declared in called.input:
            if declared.required and declared.name in (task.input or {}) and len(task.input or {}) > 1:
                first, last = source.block_of((*task.at, "input", declared.name))
                yield source.without(first, last, source.span((*task.at, "workflow")).line)


@fault("actions", "W710 W709")
def input_misspelt(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """An input of a called workflow misspelt."""
    for task, called in _sub(source):
        for declared in called.input:
            if declared.name in (task.input or {}):
                place = source.key((*task.at, "input", declared.name))
                yield source.replaced(place, misspelt(declared.name, dice))


@fault("actions", "W710")
def input_undeclared(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An input that the called workflow does not declare."""
    for task, _called in _sub(source):
        yield source.added((*task.at, "input"), "colour: blue")


@fault("actions", "W709")
def input_now_required(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A new required input of a workflow that others call."""
    for task, called in _sub(source):
        at = (*called.at, "input")
        if called.input and source.span(at).line > source.key(at).line:
            place = source.span((*at, 0))
            pad = source.line(place.line).partition("-")[0]
            mutant = source.inserted(place.line, [f"{pad}- colour"])
            call = source.span((*task.at, "workflow")).line
            others = [source.span((*t.at, "workflow")).line for t, w in _sub(source) if w is called]
            moved = {line + (line >= place.line) for line in (call, *others)}
            yield Mutant(mutant.text, frozenset(moved))


@fault("actions", "W711")
def ad_hoc_cycle(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An ad-hoc action that is its own base."""
    for action in source.definitions.actions:
        yield source.replaced(source.span(action.base.at), action.name)


@fault("actions", "I713")
def unused(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An ad-hoc action that nothing calls."""
    for action in source.definitions.actions:
        if source.definitions.workbook and source.definitions.workflows:
            place = source.key(action.at)
            pad = " " * (place.column - 1)
            yield source.inserted(place.line, [f"{pad}left_over:", f"{pad}  base: std.noop"], 0)


@fault("actions", "W712")
def input_text(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An input that is no mapping."""
    for task in _with_input(source):
        at = (*task.at, "input")
        if len(task.input or {}) == 1 and source.span(at).end_line == source.key(at).line + 1:
            line, pad = source.key(at).line, " " * (source.key(at).column - 1)
            shorter = source.without(line + 1, line + 1).text.splitlines()
            shorter[line - 1] = pad + "input: <% 'output=hello' %>"
            yield Mutant("\n".join(shorter) + "\n", frozenset({line}))
