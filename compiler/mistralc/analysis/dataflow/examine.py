"""Every expression of a workflow looked at with what is known where it is evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from mistralc.analysis.dataflow.flow import RESERVED, Flow, Variable
from mistralc.analysis.dataflow.results import EXECUTION, result_of, stored_type, task_record
from mistralc.analysis.texts import Moment, Point, Text, action_texts, workflow_texts
from mistralc.expressions import ExpressionSyntaxError
from mistralc.expressions.text import JINJA, Inline, language_of, yaql_parts
from mistralc.expressions.types import (
    ANY,
    DICT,
    STR,
    Collection,
    Environment,
    Finding,
    Record,
    Type,
    analyse,
    check_jinja,
    item_of,
    join,
    members,
    type_of,
)
from mistralc.expressions.yaql.ast import Call, Node, Pair
from mistralc.expressions.yaql.parser import parse
from mistralc.expressions.yaql.walk import constant_text
from mistralc.model import Action, Event, Workflow
from mistralc.source import Path

_MOMENTS = (Moment.VARS, Moment.BEFORE, Moment.ITEM, Moment.PUBLISH, Moment.AFTER)
_ENVIRONMENT = {f"${name}": type_ for name, type_ in RESERVED.items() if name.startswith("__")}


@dataclass(frozen=True, slots=True)
class Read:
    """A variable without which an expression fails, spelled at `start` to `end` of the text."""

    name: str
    start: int
    end: int
    always: bool
    """Whether every evaluation of the text comes to it."""
    variable: Variable


@dataclass(frozen=True, slots=True)
class TaskRead:
    """`task(name)` in an expression."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Examined:
    """One text with an expression: the type of its value and what was met in it, at offsets in the text."""

    text: Text
    type: Type
    findings: tuple[Finding, ...]
    reads: tuple[Read, ...]
    tasks: tuple[TaskRead, ...]


@dataclass(frozen=True)
class WorkflowData:
    """The data flow of a workflow and all its texts with expressions."""

    flow: Flow
    examined: tuple[Examined, ...]

    @cached_property
    def by_path(self) -> Mapping[Path, list[Examined]]:
        """The texts of each scalar."""
        found: dict[Path, list[Examined]] = {}
        for examined in self.examined:
            found.setdefault(examined.text.path, []).append(examined)
        return found


def examine_workflow(workflow: Workflow) -> WorkflowData:
    """Look at every expression, in an order in which the types of variables are known before they are used."""
    return _Examination(workflow).run()


def examine_action(action: Action) -> tuple[Examined, ...]:
    """Look at every expression of an ad-hoc action; nothing is known of its context."""
    flow = Flow(Workflow(action.name, action.document, action.at, {}))
    return tuple(_examine(text, flow, {}) for text in action_texts(action) if language_of(text.text))


class _Examination:
    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._flow = Flow(workflow)
        self._results: dict[str, Type] = {}
        self._values: dict[tuple[object, ...], Type] = {}
        """Types of texts by their places."""
        self._found: list[Examined] = []

    def run(self) -> WorkflowData:
        outside, inside = self._by_task()
        self._look_at(text for text in outside if text.point.moment is Moment.VARS)
        for site in self._flow.own_sites():
            self._flow.learn(site, stored_type(self._type_of(site.value, site.path)))
        for name in self._flow.routes.order:
            self._task(name, inside.get(name, []))
        self._look_at(text for text in outside if text.point.moment is not Moment.VARS)
        return WorkflowData(self._flow, tuple(self._found))

    def _by_task(self) -> tuple[list[Text], dict[str, list[Text]]]:
        outside: list[Text] = []
        inside: dict[str, list[Text]] = {}
        for text in workflow_texts(self._workflow):
            (outside if text.point.task is None else inside.setdefault(text.point.task, [])).append(text)
        return outside, inside

    def _task(self, name: str, texts: list[Text]) -> None:
        task = self._workflow.tasks[name]
        self._look_at(text for text in texts if text.point.moment is Moment.BEFORE)
        for loop in task.with_items:
            listed = isinstance(loop.items, list)
            type_ = type_of(loop.items) if listed else self._values.get(loop.at, ANY)
            self._flow.learn(self._flow.loop_site(loop.variable, loop.at), _element(type_))
        self._look_at(text for text in texts if text.point.moment is Moment.ITEM)
        self._results[name] = result_of(task)
        self._look_at(text for text in texts if text.point.moment is Moment.PUBLISH)
        sites = {site for event in Event for site in self._flow.sites.branch(name, event).values()}
        for site in sites:
            self._flow.learn(site, stored_type(self._type_of(site.value, site.path)))
        self._look_at(text for text in texts if text.point.moment is Moment.AFTER)

    def _look_at(self, texts: Iterator[Text]) -> None:
        for text in texts:
            if language_of(text.text) is None:
                continue
            found = _examine(text, self._flow, self._results)
            self._values[text.path] = found.type
            self._found.append(found)

    def _type_of(self, value: object, path: tuple[object, ...]) -> Type:
        """The type of data with expressions in it."""
        if isinstance(value, str):
            return self._values.get(path, STR)
        if isinstance(value, dict):
            fields = tuple((key, self._type_of(item, (*path, key))) for key, item in value.items() if key == str(key))
            return Record(fields, open=len(fields) != len(value))
        if isinstance(value, list):
            return Collection("list", join(self._type_of(item, (*path, place)) for place, item in enumerate(value)))
        return type_of(value)


def _element(type_: Type) -> Type:
    """What a loop variable is: of a dict the keys, of a text the characters."""
    found = [STR if isinstance(member, Record) or member == STR else item_of(member) for member in members(type_)]
    return join(found)


def _examine(text: Text, flow: Flow, results: dict[str, Type]) -> Examined:
    look = _Look(text, flow, results)
    if language_of(text.text) == JINJA:
        look.findings += check_jinja(text.text, look.spelled)
        whole = text.text.startswith("{{") and text.text.endswith("}}")
        type_: Type = ANY if whole else STR
    else:
        parts = list(yaql_parts(text.text))
        types = [look.part(part) for part in parts]
        type_ = types[0] if parts[0].outer == text.text else STR
    return Examined(text, type_, tuple(look.findings), tuple(look.reads), tuple(look.tasks))


@dataclass
class _Look:
    """One look at a text."""

    text: Text
    flow: Flow
    results: dict[str, Type]
    findings: list[Finding] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    tasks: list[TaskRead] = field(default_factory=list)
    _offset: int = 0

    def part(self, part: Inline) -> Type:
        """The type of one YAQL expression of the text."""
        try:
            tree = parse(part.source)
        except ExpressionSyntaxError:
            return ANY
        self._offset = part.offset
        point = self.text.point
        known = point.moment is not Moment.RESULT
        environment = Environment(
            data=Record() if known else ANY,
            variables=_ENVIRONMENT,
            closed=True,
            call=self._call,
            variable=self._variable if known else None,
        )
        analysis = analyse(tree, environment)
        self.findings += [
            replace(finding, start=finding.start + part.offset, end=finding.end + part.offset)
            for finding in analysis.findings
        ]
        return analysis.type

    def spelled(self, name: str, start: int, end: int, always: bool) -> Type:
        """Note a variable at its place."""
        variable = self.flow.variable(self.text.point, name)
        read = Read(name, start, end, always, variable)
        if read not in self.reads:
            self.reads.append(read)
        return ANY if variable.missing else variable.type

    def _variable(self, name: str, node: Node, sure: bool) -> Type:
        return self.spelled(name, node.start + self._offset, node.end + self._offset, sure)

    def _call(self, node: Call) -> Type | None:
        if node.name == "execution" and not node.arguments:
            return EXECUTION
        if node.name == "env" and not node.arguments:
            return DICT
        return self._task_call(node) if node.name == "task" else None

    def _task_call(self, node: Call) -> Type | None:
        point = self.text.point
        name = point.task
        if node.arguments:
            given = node.arguments[0].value if isinstance(node.arguments[0], Pair) else node.arguments[0]
            name = constant_text(given)
            if name:
                self.tasks.append(TaskRead(name, given.start + self._offset, given.end + self._offset))
            elif name == "":
                name = point.task
        if not name or not _has_result(self.flow, name, point):
            return None
        return task_record(self.results.get(name, ANY))


def _has_result(flow: Flow, name: str, point: Point) -> bool:
    """Whether `task(name)` gives the result of a success, and not of an attempt or nothing."""
    task = flow.workflow.tasks.get(name)
    if task is None or not flow.has_succeeded(name, point):
        return False
    return task.keep_result is None or (name == point.task and point.moment is Moment.PUBLISH)
