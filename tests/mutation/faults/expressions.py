"""Faults inside expressions: syntax, functions, operators, types."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from mistralc.analysis.texts import Text
from tests.mutation.fault import fault
from tests.mutation.source import Mutant, Source, misspelt

_YAQL = re.compile(r"<%(.*?)%>")


def _yaql(source: Source) -> Iterator[tuple[Text, re.Match[str]]]:
    for text in source.texts:
        for found in _YAQL.finditer(text.text):
            yield text, found


def _inside(source: Source, text: Text, start: int, end: int, new: str) -> Mutant:
    return source.replaced(text.span(start, end), new)


@fault("expressions", "W608 E601 W602 E203 E215 W217")
def unclosed(source: Source, _: random.Random) -> Iterator[Mutant]:
    """`%>` forgotten."""
    for text, found in _yaql(source):
        yield _inside(source, text, found.end() - 2, found.end(), "")


@fault("expressions", "W608 E203 E215 W217")
def unopened(source: Source, _: random.Random) -> Iterator[Mutant]:
    """`<%` forgotten."""
    for text, found in _yaql(source):
        if found.start() or text.span().column > 1:
            yield _inside(source, text, found.start(), found.start() + 2, "")


@fault("expressions", "E601 W602")
def parenthesis(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A parenthesis forgotten."""
    for text, found in _yaql(source):
        at = found.group().rfind(")")
        if at > 0:
            yield _inside(source, text, found.start() + at, found.start() + at + 1, "")


@fault("expressions", "E601 W602")
def operator(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An operator without its right side."""
    for text, found in _yaql(source):
        yield _inside(source, text, found.end() - 2, found.end(), "+ %>")


@fault("expressions", "E601 W602")
def double_equals(source: Source, _: random.Random) -> Iterator[Mutant]:
    """`==` in YAQL."""
    for text, found in _yaql(source):
        at = re.search(r"(?<=[\w)'\"]) = ", found.group())
        if at:
            yield _inside(source, text, found.start() + at.start(), found.start() + at.end(), " == ")


@fault("expressions", "E601 W602")
def quote(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A quote forgotten inside an expression."""
    for text, found in _yaql(source):
        at = found.group().rfind("'")
        if at > 0 and "'" not in source.line(text.span().line)[: text.span().column]:
            yield _inside(source, text, found.start() + at, found.start() + at + 1, "")


@fault("expressions", "E603 W602")
def two_languages(source: Source, _: random.Random) -> Iterator[Mutant]:
    """Both languages in one text."""
    for text, found in _yaql(source):
        if text.validated and not found.start() and found.end() == len(text.text) and not text.offset:
            place = text.span()
            yield source.replaced(place, f'"{{{{ env().x }}}} {found.group()}"'.replace('""', '"'))


@fault("expressions", "W604 E604")
def function(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """A function misspelt."""
    for text, found in _yaql(source):
        for call in re.finditer(r"\b([a-z]\w{3,})\(", found.group()):
            start = found.start() + call.start()
            yield _inside(source, text, start, start + len(call[1]), misspelt(call[1], dice))


@fault("expressions", "W605 W605 W606 W650")
def arity(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A function with too many arguments."""
    for text, found in _yaql(source):
        for call in re.finditer(r"\b(len|first|last|toUpper|str|int|isEmpty|keys|env|execution)\(\)", found.group()):
            start = found.start() + call.end() - 1
            yield _inside(source, text, start, start + 1, "1, 2, 3)")


@fault("types", "W650 W606 W605")
def operands(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A number added to text."""
    for text, found in _yaql(source):
        yield _inside(source, text, found.end() - 2, found.end(), "+ (1 + 'a') %>")


@fault("types", "W653")
def always_true(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A condition that is always true."""
    for _workflow, task in source.tasks("direct"):
        for clause in task.clauses.values():
            for transition in clause.next:
                place = source.span(transition.at)
                if transition.guard.startswith("<%") and place.line == place.end_line:
                    yield source.replaced(place, "<% true %>")


@fault("types", "W652 W653 W650")
def comparison(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A comparison of a number with text."""
    for _workflow, task in source.tasks("direct"):
        for clause in task.clauses.values():
            for transition in clause.next:
                place = source.span(transition.at)
                if transition.guard.startswith("<%") and place.line == place.end_line:
                    yield source.replaced(place, "<% len([1]) = '1' %>")


@fault("expressions", "W609")
def in_default(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An expression as the default of an input."""
    for workflow in source.definitions.workflows:
        for declared in workflow.input:
            place = source.span(declared.at)
            if not declared.required and place.line == place.end_line == source.key(declared.at).line:
                yield source.replaced(place, "<% env().x %>")


_JINJA = re.compile(r"\{\{(.*?)\}\}")


def _jinja(source: Source) -> Iterator[tuple[Text, re.Match[str]]]:
    for text in source.texts:
        for found in _JINJA.finditer(text.text):
            yield text, found


@fault("expressions", "W608 E601 E203")
def jinja_unclosed(source: Source, _: random.Random) -> Iterator[Mutant]:
    """`}}` forgotten."""
    for text, found in _jinja(source):
        yield _inside(source, text, found.end() - 2, found.end(), "")


@fault("expressions", "W604 E604 E601")
def jinja_filter(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A Jinja filter that does not exist."""
    for text, found in _jinja(source):
        yield _inside(source, text, found.end() - 2, found.end(), "| no_such_filter }}")


@fault("expressions", "E601 W602")
def jinja_operator(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A Jinja operator without its right side."""
    for text, found in _jinja(source):
        yield _inside(source, text, found.end() - 2, found.end(), "+ }}")


@fault("types", "W653")
def always_false(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A condition that is always false."""
    for _workflow, task in source.tasks("direct"):
        for clause in task.clauses.values():
            for transition in clause.next:
                place = source.span(transition.at)
                if transition.guard.startswith("<%") and place.line == place.end_line:
                    yield source.replaced(place, "<% 1 = 2 %>")


@fault("data", "W501 W502")
def guard_variable(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A condition on a variable that does not exist."""
    for _workflow, task in source.tasks("direct"):
        for clause in task.clauses.values():
            for transition in clause.next:
                place = source.span(transition.at)
                if transition.guard.startswith("<%") and place.line == place.end_line:
                    yield source.replaced(place, "<% $.no_such_variable = 1 %>")


@fault("expressions", "W605 W605 W606 W650")
def too_few(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A function without its arguments."""
    for text, found in _yaql(source):
        for call in re.finditer(r"\.(where|select|replace)\(([^()]*)\)", found.group()):
            start = found.start() + call.start(2)
            yield _inside(source, text, start, start + len(call[2]), "")


@fault("expressions", "W610")
def bare_name(source: Source, _: random.Random) -> Iterator[Mutant]:
    """`<% name %>` or `{{ name }}` where a variable is meant."""
    for text in source.texts:
        for found in re.finditer(r"(?<=<% )\$\.(?=\w+ %>)|(?<=\{\{ )_\.(?=\w+ \}\})", text.text):
            yield _inside(source, text, *found.span(), "")


@fault("expressions", "W610")
def dollar_name(source: Source, _: random.Random) -> Iterator[Mutant]:
    """`$name` for `$.name`."""
    for text, yaql in _yaql(source):
        found = re.search(r"<% *\$(\.)\w", yaql.group())
        if found:
            yield _inside(source, text, yaql.start() + found.start(1), yaql.start() + found.end(1), "")


@fault("expressions", "W610 W604")
def none_of_python(source: Source, _: random.Random) -> Iterator[Mutant]:
    """`None` in YAQL."""
    for _workflow, task in source.tasks("direct"):
        for name in task.publish or {}:
            at = (*task.at, "publish", name)
            place = source.span(at)
            if isinstance(source.value(at), str) and place.line == place.end_line == source.key(at).line:
                yield source.replaced(place, "<% task().result != None %>")
