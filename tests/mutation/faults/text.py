"""Faults of the text itself: what the YAML parser stumbles over, or should."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from tests.mutation.fault import fault
from tests.mutation.source import Mutant, Source

_KEY = re.compile(r"(?P<indent> +)(?P<key>[\w-]+):(?P<blank> +)(?P<value>[^\s#|>&*!'\"\[{][^#'\"]*)$")


def _keys(source: Source) -> Iterator[tuple[int, re.Match[str]]]:
    """Lines `key: value` that begin a value of the data."""
    for _, task in source.tasks():
        for key in source.value(task.at):
            number = source.key((*task.at, key)).line
            found = _KEY.match(source.line(number))
            if found:
                yield number, found


@fault("yaml", "E103")
def tab(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A tab in the indentation."""
    for number, _found in _keys(source):
        yield source.relined(number, "\t" + source.line(number).lstrip(), number - 1)


@fault("yaml", "E104 W113")
def no_break_space(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A no-break space after a colon."""
    for number, found in _keys(source):
        yield source.relined(number, f"{found['indent']}{found['key']}:\u00a0{found['value']}")


@fault("yaml", "E101 E201 E203 E111 E202")
def colon(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A colon that is missing."""
    for number, found in _keys(source):
        yield source.relined(number, f"{found['indent']}{found['key']} {found['value']}")


@fault("yaml", "E101 E201 E203 E202 W218 W105 W213 W112")
def indentation(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A line that is indented by one less."""
    for _workflow, task in source.tasks():
        keys = list(source.value(task.at))
        for key in keys if len(keys) > 1 else ():
            number = source.key((*task.at, key)).line
            yield source.relined(number, source.line(number)[1:], number - 1, number + 1)


@fault("yaml", "E101")
def quote(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A quote that is not closed."""
    for number, found in _keys(source):
        text = f'{found["indent"]}{found["key"]}: "{found["value"]}'
        yield source.relined(number, text)


@fault("yaml", "E101")
def bracket(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A bracket that is not closed."""
    for number, found in _keys(source):
        yield source.relined(number, f"{found['indent']}{found['key']}: [a, b")


@fault("yaml", "W105")
def task_twice(source: Source, _: random.Random) -> Iterator[Mutant]:
    """Two tasks of one name."""
    for workflow in source.definitions.workflows:
        names = list(workflow.tasks)
        for first, second in pairwise(names):
            place = source.key(workflow.tasks[second].at)
            yield source.replaced(place, first, source.key(workflow.tasks[first].at).line)


@fault("yaml", "W105")
def key_twice(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A key of a task written twice."""
    for _workflow, task in source.tasks():
        for key in source.value(task.at):
            first, last = source.block_of((*task.at, key))
            if first == last:
                new = source.line(first)
                mutant = source.inserted(last + 1, [new])
                yield replace(mutant, lines=mutant.lines | {first})


@fault("yaml", "W114")
def anchor(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An alias, which Mistral takes for text."""
    for number, found in _keys(source):
        if found["key"] == "action":
            yield source.relined(number, f"{found['indent']}{found['key']}: *common")


@fault("yaml", "E108")
def second_document(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A second document in the file."""
    for workflow in source.definitions.workflows:
        yield source.inserted(source.key(workflow.at).line, ["---"])
