"""Faults of the data flow: variables that are not there, not yet there, or not what is needed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from mistralc.expressions import is_expression
from tests.mutation.fault import fault
from tests.mutation.source import Mutant, Source, misspelt

_VARIABLE = re.compile(r"(?<![\w.)])\$\.([A-Za-z]\w+)")
_UNDEFINED = "W501 W502"


@fault("data", _UNDEFINED)
def variable(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """A variable misspelt."""
    for text in source.texts:
        for outer in re.finditer("<%.*?%>", text.text):
            for found in _VARIABLE.finditer(outer.group()):
                before = outer.group()[: found.start()]
                if "(" not in before and "->" not in before:  # not in a lambda, where `$` is something else
                    start = outer.start() + found.start(1)
                    yield source.replaced(text.span(start, start + len(found[1])), misspelt(found[1], dice) + "x")


@fault("data", _UNDEFINED)
def undeclared(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An input removed that the workflow reads."""
    for workflow in source.definitions.workflows:
        at = (*workflow.at, "input")
        if len(workflow.input) > 1 and source.span(at).line > source.key(at).line:
            for declared in workflow.input:
                index = declared.at[: len(at) + 1]
                read = [
                    text.span(*found.span()).line
                    for text in source.texts
                    if text.path[: len(workflow.at)] == workflow.at and is_expression(text.text)
                    for found in re.finditer(rf"(?<![\w.)])[$_]\.{re.escape(declared.name)}\b", text.text)
                ]
                if read and declared.name != "queue_name":
                    yield source.without(source.span(index).line, source.span(index).end_line, *read)


@fault("data", _UNDEFINED)
def unpublished(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A published variable renamed, but not where it is read."""
    for workflow, task in source.tasks("direct"):
        for name in task.publish or {}:
            others = [t.publish for t in workflow.tasks.values() if t is not task]
            declared = {declared.name for declared in workflow.input} | set(workflow.vars or {})
            read = [
                text.span(*found.span()).line
                for text in source.texts
                if text.path[: len(workflow.at)] == workflow.at and is_expression(text.text)
                for found in re.finditer(rf"(?<![\w.)])[$_]\.{re.escape(str(name))}\b", text.text)
            ]
            if read and name not in declared and not any(name in (published or {}) for published in others):
                mutant = source.replaced(source.key((*task.at, "publish", name)), f"{name}_renamed")
                yield Mutant(mutant.text, frozenset(read))


@fault("data", "W503")
def same_publish(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A variable used in the publish that sets it."""
    for _workflow, task in source.tasks():
        at = (*task.at, "publish")
        if task.publish and source.is_block(at):
            yield source.added(at, "one_more: 1", "two_more: <% $.one_more + 1 %>")


@fault("data", "W512")
def base_variable(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """A variable misspelt in the `base-input` of an ad-hoc action."""
    for text in source.texts:
        if "base-input" in text.path:
            for found in re.finditer(r"(?<=<% \$\.|\{\{ _\.)([A-Za-z]\w+)", text.text):
                yield source.replaced(text.span(*found.span(1)), misspelt(found[1], dice) + "x")


@fault("data", "W507 W506")
def items_over_text(source: Source, _: random.Random) -> Iterator[Mutant]:
    """`with-items` over a text or a number."""
    for _workflow, task in source.tasks():
        for loop in task.with_items:
            text = source.value(loop.at)
            place = source.span(loop.at)
            if place.line == place.end_line and "<%" in text:
                wrong = "'abc'" if len(text) % 2 else "5"
                yield source.replaced(place, f"{loop.variable} in <% {wrong} %>")


@fault("data", "W508")
def lists_differ(source: Source, _: random.Random) -> Iterator[Mutant]:
    """Lists of different lengths in `with-items`."""
    for _workflow, task in source.tasks():
        if not task.with_items:
            yield source.added(task.at, "with-items:", "  - a in [1, 2]", "  - b in [1, 2, 3]")


@fault("data", "W505")
def unused_input(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An input that nothing reads."""
    for workflow in source.definitions.workflows:
        at = (*workflow.at, "input")
        if workflow.input and source.span(at).line > source.key(at).line:
            place = source.span((*at, 0))
            pad = source.line(place.line).partition("-")[0]
            yield source.inserted(place.line, [f"{pad}- never_read: 1"])


@fault("data", _UNDEFINED)
def output(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """An output that is never published."""
    for workflow in source.definitions.workflows:
        at = (*workflow.at, "output")
        if workflow.output and source.is_block(at):
            yield source.added(at, "one_more: <% $.never_published %>")


@fault("security", "W951")
def secret(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A password in plain text."""
    for workflow in source.definitions.workflows:
        for task in workflow.tasks.values():
            if isinstance(task.input, dict) and source.is_block((*task.at, "input")):
                yield source.added((*task.at, "input"), "password: Xk29fVq8zLw1")
