"""What can be written at a place: tasks, variables, actions, functions, keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from mistralc.actions import STANDARD, Standing, standing
from mistralc.actions.openstack import names as openstack_names
from mistralc.analysis.graph import ENGINE_COMMANDS
from mistralc.expressions.catalogue import all_functions, method_names
from mistralc.lsp.cursor import language_at
from mistralc.lsp.names import task_at, variables, workflow_at
from mistralc.lsp.typing import Typing, typing_at
from mistralc.model import Definitions, Workflow
from mistralc.rules import Project
from mistralc.rules.actions.facts import fact_at
from mistralc.schemas import keys_at
from mistralc.source import Document, Span


class What(Enum):
    """Kinds of proposals."""

    KEY = "key"
    TASK = "task"
    COMMAND = "command"
    VARIABLE = "variable"
    FUNCTION = "function"
    METHOD = "method"
    ACTION = "action"
    WORKFLOW = "workflow"
    VALUE = "value"
    ARGUMENT = "argument"


@dataclass(frozen=True)
class Proposal:
    """A text that can stand at the cursor, what it is and a few words about it."""

    text: str
    what: What
    detail: str = ""


_RUNS = Standing.AVAILABLE
_TARGETS = ("on-success", "on-error", "on-complete", "on-skip", "next", "requires")
_FLAG = ("true", "false")
_VALUES = {
    "type": ("direct", "reverse"),
    "join": ("all", "one"),
    **dict.fromkeys(("pause-before", "keep-result", "safe-rerun", "fail-on"), _FLAG),
    "version": ("'2.0'",),
}
_VARIABLE = re.compile(r"(?:\$|\b_)\.(?:\w*)$")
_TASK_CALL = re.compile(r"\btask\(\s*['\"]?\w*$")
_METHOD = re.compile(r"[\w)\]]\??\.\w*$")
_FILTER = re.compile(r"\|\s*\w*$")


def propose(
    document: Document, line: int, column: int, definitions: Definitions | None, project: Project
) -> list[Proposal]:
    """What fits at a line and column. `definitions` are the last that could be read: half a line seldom can."""
    typing = typing_at(document.lines, line, column)
    workflow = workflow_at(definitions, typing.path)
    index, _ = document.indices(Span(document.name, line, column, line, column))
    language = language_at(document.text, index)
    if language:
        before = document.lines[line - 1][: column - 1]
        return list(_in_expression(before, language, workflow, typing))
    if typing.key is None:
        targets = _targets(workflow, typing) if typing.path and typing.path[-1] in _TARGETS else ()
        keys = () if typing.is_item else (*_keys(typing, definitions), *_arguments(typing, definitions, project))
        return [*targets, *keys]
    return list(_values(typing, definitions, workflow, project))


def _keys(typing: Typing, definitions: Definitions | None) -> Iterator[Proposal]:
    kind = definitions.kind if definitions else "workflow"
    for key, words in keys_at(kind, typing.path).items():
        if key not in typing.siblings:
            yield Proposal(key, What.KEY, words)


def _arguments(typing: Typing, definitions: Definitions | None, project: Project) -> Iterator[Proposal]:
    """What the action or workflow of a task takes, below its `input`; or the action below an ad-hoc one's."""
    if definitions is None or typing.path[-1:] not in (("input",), ("base-input",)):
        return
    fact = fact_at(definitions, project, typing.path[:-1])
    if fact and fact.callee:
        for name in fact.callee.names:
            if name not in typing.siblings and name not in fact.site.call.params:
                yield Proposal(name, What.ARGUMENT, fact.callee.describe(name))


def _values(
    typing: Typing, definitions: Definitions | None, workflow: Workflow | None, project: Project
) -> Iterable[Proposal]:
    key = typing.key or ""
    if key in _TARGETS:
        return _targets(workflow, typing)
    if " " in typing.text:
        return ()  # the parameters of a call
    if key in ("action", "base"):
        return _actions(definitions, project)
    if key == "workflow":
        return (Proposal(name, What.WORKFLOW, each.description or "") for name, each in project.workflows.items())
    return (Proposal(value, What.VALUE) for value in _VALUES.get(key, ()))


def _targets(workflow: Workflow | None, typing: Typing) -> Iterator[Proposal]:
    for task in workflow.tasks.values() if workflow else ():
        if task.name not in typing.path:
            yield Proposal(task.name, What.TASK, task.description or "")
    if "requires" not in (typing.key, *typing.path[-1:]):
        yield from (Proposal(command, What.COMMAND, "engine command") for command in sorted(ENGINE_COMMANDS))


def _actions(definitions: Definitions | None, project: Project) -> Iterator[Proposal]:
    for name, action in project.actions.items():
        book = definitions.workbook if definitions else None
        short = name.removeprefix(f"{book}.") if book else name
        yield Proposal(short, What.ACTION, action.description or f"over {action.base.name}")
    yield from (Proposal(signature.name, What.ACTION, signature.doc) for signature in STANDARD)
    yield from (Proposal(name, What.ACTION, "OpenStack") for name in openstack_names() if standing(name) is _RUNS)


def _in_expression(before: str, language: str, workflow: Workflow | None, typing: Typing) -> Iterator[Proposal]:
    for pattern, proposals in _EXPRESSIONS:
        if pattern.search(before):
            yield from proposals(language, workflow, typing)
            return
    yield from _functions(language)


def _variables(_language: str, workflow: Workflow | None, typing: Typing) -> Iterator[Proposal]:
    if workflow:
        for name, origins in variables(workflow, task_at(workflow, typing.path)).items():
            yield Proposal(name, What.VARIABLE, "; ".join(dict.fromkeys(origin.what for origin in origins)))


def _tasks(_language: str, workflow: Workflow | None, _typing: Typing) -> Iterator[Proposal]:
    yield from (Proposal(name, What.TASK) for name in (workflow.tasks if workflow else ()))


def _methods(language: str, _workflow: Workflow | None, _typing: Typing) -> Iterator[Proposal]:
    if language == "yaql":
        yield from (Proposal(name, What.METHOD) for name in sorted(method_names(True)))


def _filters(language: str, _workflow: Workflow | None, _typing: Typing) -> Iterator[Proposal]:
    for function in all_functions() if language == "jinja" else ():
        if function.kind == "filter":
            yield Proposal(function.name, What.FUNCTION, function.doc)


def _functions(language: str) -> Iterator[Proposal]:
    for function in all_functions():
        known = function.kind in ("function", "global") and function.language in (language, "mistral", "site")
        if known and any(overload.function for overload in function.overloads):
            yield Proposal(function.name, What.FUNCTION, function.doc)


_EXPRESSIONS: tuple[tuple[re.Pattern[str], Callable[[str, Workflow | None, Typing], Iterator[Proposal]]], ...] = (
    (_VARIABLE, _variables),
    (_TASK_CALL, _tasks),
    (_METHOD, _methods),
    (_FILTER, _filters),
)
