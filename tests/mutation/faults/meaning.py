"""Expressions that are well formed and say what nobody means: words that are never met, names that are never found."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from mistralc.diagnostics import Span
from mistralc.model import Task, Workflow
from tests.mutation.fault import fault
from tests.mutation.source import Mutant, Source, misspelt

_MARKED = re.compile(r"<% *(.*?) *%>")


def _guards(source: Source) -> Iterator[tuple[Task, str, Span]]:
    """The conditions that are one YAQL expression in one line, without their marks."""
    for _workflow, task in source.tasks("direct"):
        for clause in task.clauses.values():
            for transition in clause.next:
                place = source.span(transition.at)
                whole = _MARKED.fullmatch(transition.guard)
                if whole and place.line == place.end_line:
                    yield task, whole[1], place


@fault("types", "W652")
def state(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """A state misspelt in a condition."""
    for task, _, place in _guards(source):
        if re.fullmatch(r"\w+", task.name):
            wrong = misspelt(dice.choice(["SUCCESS", "ERROR"]), dice)
            yield source.replaced(place, f"<% task({task.name}).state = '{wrong}' %>")


@fault("types", "W653")
def contradiction(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A condition whose parts contradict each other."""
    for _task, inside, place in _guards(source):
        if '"' not in inside:
            yield source.replaced(place, f"<% $.some_number = 1 and $.some_number = 2 and {inside} %>")


@fault("types", "W653")
def tautology(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A condition of which one part always holds."""
    for _task, inside, place in _guards(source):
        yield source.replaced(place, f"<% ({inside}) or not ({inside}) %>")


@fault("data", "W514")
def asked_for(source: Source, dice: random.Random) -> Iterator[Mutant]:
    """A name in `$.get(name)` misspelt."""
    for workflow in source.definitions.workflows:
        known = {declared.name for declared in workflow.input} | set(workflow.vars or {})
        known |= {name for task in workflow.tasks.values() for name in task.publish_on_error or {}}
        for text in source.texts:
            for found in re.finditer(r"(?<=[ {(,]\$\.get\(['\"])\w{4,}(?=['\"])", text.text):
                if found[0] in known and text.path[: len(workflow.at)] == workflow.at:
                    yield source.replaced(text.span(*found.span()), misspelt(found[0], dice))


@fault("data", "W513")
def unused_variable(source: Source, _: random.Random) -> Iterator[Mutant]:
    """An entry of `vars` that nothing reads."""
    for workflow in source.definitions.workflows:
        if workflow.vars and source.is_block((*workflow.at, "vars")):
            yield source.added((*workflow.at, "vars"), "never_read: 1")
        elif not workflow.vars and source.is_block(workflow.at):
            yield source.added(workflow.at, "vars: {never_read: 1}")


def _callers(source: Source) -> Iterator[tuple[Workflow, Task, Workflow]]:
    """The tasks that call a workflow of their file and publish nothing themselves."""
    known = {workflow.qualified_name: workflow for workflow in source.definitions.workflows}
    for workflow, task in source.tasks("direct"):
        name = task.workflow.name if task.workflow else ""
        called = known.get(f"{workflow.workbook}.{name}") or known.get(name)
        if called and task.publish is None and not any(clause.publish for clause in task.clauses.values()):
            yield workflow, task, called


@fault("types", "W651 W606")
def no_such_output(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A field that the called workflow does not give."""
    for _workflow, task, _called in _callers(source):
        if not task.with_items and task.keep_result is None:
            yield source.added(task.at, "publish:", "  got: <% task().result.no_such_field %>")


@fault("data", "W515")
def not_kept(source: Source, _: random.Random) -> Iterator[Mutant]:
    """The result of a task that does not keep it."""
    for workflow, task in source.tasks():
        read = [
            text.span(*found.span()).line
            for text in source.texts
            if text.path[: len(workflow.at)] == workflow.at and text.path[: len(task.at)] != task.at
            for found in re.finditer(rf"task\(['\"]?{re.escape(task.name)}['\"]?\)\.result", text.text)
        ]
        if read and task.keep_result is None:
            mutant = source.added(task.at, "keep-result: false")
            (place,) = mutant.lines
            yield Mutant(mutant.text, frozenset({place, *(line + (line >= place) for line in read)}))


@fault("types", "W655")
def no_number(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A text that is no number, as a number."""
    for text in source.texts:
        for found in re.finditer(r"<% *(?:\$\.\w+|task\(\w*\)\.result) *%>", text.text):
            yield source.replaced(text.span(*found.span()), "<% int('many') %>")


@fault("expressions", "W607")
def without_marks(source: Source, _: random.Random) -> Iterator[Mutant]:
    """`<%` and `%>` both forgotten."""
    for _workflow, task in source.tasks():
        sections = (("publish", task.publish), ("input", task.input))
        for key, written in sections:
            for name, value in (written if isinstance(written, dict) else {}).items():
                place = source.span((*task.at, key, name))
                found = _MARKED.fullmatch(value) if isinstance(value, str) else None
                plain = found and re.fullmatch(r"\$\.\w+|task\(\w*\)\.result(?:\.\w+)*", found[1])
                if found and plain and place.line == place.end_line and "<%" in source.line(place.line):
                    yield source.relined(place.line, source.line(place.line).replace(value, found[1]))


@fault("types", "W650 W606")
def jinja_operands(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A number added to text in Jinja."""
    for _workflow, task in source.tasks():
        for name, value in (task.publish or {}).items():
            at = (*task.at, "publish", name)
            place = source.span(at)
            if isinstance(value, str) and place.line == place.end_line == source.key(at).line:
                yield source.replaced(place, "\"{{ 'total: ' + 1 }}\"")


@fault("types", "W652 W653")
def jinja_comparison(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A state compared with a number in Jinja."""
    for task, _inside, place in _guards(source):
        yield source.replaced(place, f"\"{{{{ task('{task.name}').state == 1 }}}}\"")


@fault("flow", "W415")
def calls_itself(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A workflow that always calls itself."""
    for workflow in source.definitions.workflows:
        tasks = (*workflow.at, "tasks")
        if workflow.type == "direct" and source.is_block(tasks) and "once_more" not in workflow.tasks:
            first = source.key((*tasks, next(iter(workflow.tasks))))
            pad = " " * (first.column - 1)
            yield source.inserted(first.line, [f"{pad}once_more:", f"{pad}  workflow: {workflow.name}"], 1)


@fault("flow", "W411")
def waits_for_itself(source: Source, _: random.Random) -> Iterator[Mutant]:
    """A join that waits for what comes after it."""
    for workflow in source.definitions.workflows:
        tasks = (*workflow.at, "tasks")
        taken = {"begin", "gather", "retry"} & set(workflow.tasks)
        if workflow.type == "direct" and source.is_block(tasks) and not taken:
            first = source.key((*tasks, next(iter(workflow.tasks))))
            lines = ["begin:", "  action: std.noop", "  on-success: gather", "gather:", "  join: all"]
            lines += ["  action: std.noop", "  on-success: retry", "retry:", "  action: std.noop", "  on-success:"]
            lines += ["    - gather: <% task(retry).state = ERROR %>"]
            pad = " " * (first.column - 1)
            yield source.inserted(first.line, [pad + line for line in lines], 4, 10)
