"""Every expression of a workflow looked at with what is known where it is evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from mistralc.analysis.dataflow.flow import RESERVED, Flow, Variable
from mistralc.analysis.dataflow.results import EXECUTION, Outputs, stored_type, task_record
from mistralc.analysis.dataflow.sites import Site
from mistralc.analysis.kept import kept
from mistralc.analysis.texts import Moment, Point, Text, action_texts, workflow_texts
from mistralc.expressions import ExpressionSyntaxError, is_expression
from mistralc.expressions.text import JINJA, Inline, is_jinja, is_yaql, language_of, yaql_parts
from mistralc.expressions.types import (
    ANY,
    DICT,
    NEVER,
    STR,
    Collection,
    Environment,
    Finding,
    Known,
    Record,
    Type,
    analyse,
    analyse_jinja,
    choice,
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
    assumed: Type
    """The type if callers give inputs of the types of their defaults."""
    findings: tuple[Finding, ...]
    doubts: tuple[Finding, ...]
    """What is wrong only on that assumption."""
    reads: tuple[Read, ...]
    tasks: tuple[TaskRead, ...]
    asked: tuple[Read, ...] = ()
    """Variables that it asks for by name and does without: `$.get(name)`."""
    trees: tuple[tuple[int, Node], ...] = ()
    """Its YAQL expressions, each with the place in the text that the offsets of its nodes count from."""
    tree: Node | None = None
    """Of a text that is one YAQL expression and nothing else."""


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


def examine_workflow(workflow: Workflow, outputs: Outputs) -> WorkflowData:
    """Look at every expression, in an order in which the types of variables are known before they are used.

    `outputs` are those of what the workflow may call. Once done it is kept for as long as they are the same.
    """
    results = {task.name: outputs.result_of(task, workflow.workbook) for task in workflow.tasks.values()}
    last = _last(workflow)
    if last.data is None or last.results != results:
        last.results, last.data = results, _Examination(workflow, results).run()
    return last.data


@dataclass
class _Last:
    results: dict[str, Type] = field(default_factory=dict)
    data: WorkflowData | None = None


@kept
def _last(workflow: Workflow) -> _Last:
    """What was found out last about a workflow, and with which results of its tasks."""
    return _Last()


def examine_action(action: Action, outputs: Outputs) -> tuple[Examined, ...]:
    """Look at every expression of an ad-hoc action: nothing is known of its context, its result is that of its base."""
    flow = Flow(Workflow(action.name, action.document, action.at, {}, input=action.input))
    result = outputs.of_action(action.base.name, action.workbook)
    return tuple(_examine(text, flow, {}, result) for text in action_texts(action) if language_of(text.text))


class _Examination:
    def __init__(self, workflow: Workflow, results: Mapping[str, Type]) -> None:
        self._workflow = workflow
        self._known_results = results
        self._flow = Flow(workflow)
        self._results: dict[str, Type] = {}
        self._values: dict[tuple[object, ...], tuple[Type, Type]] = {}
        """Types of texts by their places, for certain and assumed."""
        self._found: list[Examined] = []

    def run(self) -> WorkflowData:
        outside, inside = self._by_task()
        self._look_at(text for text in outside if text.point.moment is Moment.VARS)
        for site in self._flow.own_sites():
            self._learn(site)
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
        self._results[name] = self._known_results[name]
        self._look_at(text for text in texts if text.point.moment is Moment.BEFORE)
        for loop in task.with_items:
            known = self._values.get(loop.at, (ANY, ANY))
            types = (type_of(loop.items),) * 2 if isinstance(loop.items, list) else known
            self._flow.learn(self._flow.loop_site(loop.variable, loop.at), *map(_element, types))
        self._look_at(text for text in texts if text.point.moment is Moment.ITEM)
        self._look_at(text for text in texts if text.point.moment is Moment.PUBLISH)
        sites = {site for event in Event for site in self._flow.sites.branch(name, event).values()}
        for site in sites:
            self._learn(site)
        self._look_at(text for text in texts if text.point.moment is Moment.AFTER)

    def _look_at(self, texts: Iterator[Text]) -> None:
        for text in texts:
            if language_of(text.text) is None or _mixed(text.text):
                continue
            found = _examine(text, self._flow, self._results)
            self._values[text.path] = found.type, found.assumed
            self._found.append(found)

    def _learn(self, site: Site) -> None:
        certain, assumed = (stored_type(self._type_of(site.value, site.path, which)) for which in (0, 1))
        self._flow.learn(site, certain, assumed)

    def _type_of(self, value: object, path: tuple[object, ...], which: int) -> Type:
        """The type of data with expressions in it."""
        if isinstance(value, str):
            known = self._values.get(path) or ((STR, STR) if is_expression(value) else (choice(value),) * 2)
            return known[which]
        if isinstance(value, dict):
            names = [key for key in value if isinstance(key, str)]
            fields = tuple((name, self._type_of(value[name], (*path, name), which)) for name in names)
            return Record(fields, open=len(names) != len(value))
        if isinstance(value, list):
            items = (self._type_of(item, (*path, place), which) for place, item in enumerate(value))
            return Collection("list", join(items))
        return type_of(value)


def _element(type_: Type) -> Type:
    """What a loop variable is: of a dict the keys, of a text the characters."""
    found = [STR if isinstance(member, Record) or member == STR else item_of(member) for member in members(type_)]
    return join(found)


def _mixed(text: str) -> bool:
    """Two languages in one text: Mistral rejects it as a whole."""
    return is_jinja(text) and is_yaql(text)


def _examine(text: Text, flow: Flow, results: dict[str, Type], result: Type = ANY) -> Examined:
    look = _Look(text, flow, results, result)
    whole = False
    if language_of(text.text) == JINJA:
        types = [look.template()]
        whole = True
    else:
        parts = list(yaql_parts(text.text))
        types = [look.part(part) for part in parts]
        whole = parts[0].outer == text.text
    certain, assumed = types[0] if whole else (STR, STR)
    found = (tuple(look.findings), tuple(look.doubts), tuple(look.reads), tuple(look.tasks), tuple(look.asked))
    trees = tuple(look.trees)
    return Examined(text, certain, assumed, *found, trees, trees[0][1] if whole and trees else None)


@dataclass
class _Look:
    """One look at a text."""

    text: Text
    flow: Flow
    results: dict[str, Type]
    result: Type
    """What `$` is in the output of an ad-hoc action."""
    findings: list[Finding] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    tasks: list[TaskRead] = field(default_factory=list)
    asked: list[Read] = field(default_factory=list)
    trees: list[tuple[int, Node]] = field(default_factory=list)
    _offset: int = 0
    _assuming: bool = False

    def part(self, part: Inline) -> tuple[Type, Type]:
        """The type of one YAQL expression of the text, for certain and assumed."""
        try:
            tree = parse(part.source)
        except ExpressionSyntaxError:
            return ANY, ANY
        self._offset = part.offset
        self.trees.append((part.offset, tree))
        try:
            return self._analysed(tree)
        except RecursionError:  # nested too deep to be walked through: nothing is known of it
            return ANY, ANY

    def template(self) -> tuple[Type, Type]:
        """The type of a text in Jinja, for certain and assumed."""
        certain, assumed = analyse_jinja(self.text.text, self.spelled, [self._known(0), self._known(1)], self.optional)
        self.findings += certain.findings
        self.doubts += [finding for finding in assumed.findings if finding not in certain.findings]
        return certain.type, assumed.type

    def _known(self, which: int) -> Known:
        """What Jinja's expressions are of, for certain (0) or assumed (1)."""

        def variable(name: str) -> Type:
            found = self.flow.variable(self.text.point, name)
            return ANY if found.missing else (found.type, found.assumed)[which]

        def optional(name: str) -> Type:
            found = self.flow.variable(self.text.point, name)
            return NEVER if found.undefined else (found.type, found.assumed)[which]

        return Known(variable, optional, self._called)

    def _called(self, name: str, arguments: Sequence[object]) -> Type | None:
        """What a function of Mistral gives in Jinja."""
        if name == "execution" and not arguments:
            return EXECUTION
        if name == "env" and not arguments:
            return DICT
        if name != "task":
            return None
        given = getattr(arguments[0], "value", None) if arguments else self.text.point.task
        if not isinstance(given, str):
            return None
        spelled = re.search(rf"\btask\s*\(\s*['\"]({re.escape(given)})['\"]", self.text.text) if arguments else None
        if spelled and TaskRead(given, *spelled.span(1)) not in self.tasks:
            self.tasks.append(TaskRead(given, *spelled.span(1)))
        return self._task(given)

    def _analysed(self, tree: Node) -> tuple[Type, Type]:
        before, asked = len(self.reads), len(self.asked)
        certain = analyse(tree, self._environment())
        self.findings += self._placed(certain.findings)
        met = (*self.reads[before:], *self.asked[asked:])
        if all(read.variable.assumed == read.variable.type for read in met):
            return certain.type, certain.type
        self._assuming = True
        assumed = analyse(tree, self._environment())
        self._assuming = False
        known = {(finding.kind, finding.start) for finding in certain.findings}
        self.doubts += self._placed(f for f in assumed.findings if (f.kind, f.start) not in known)
        return certain.type, assumed.type

    def _environment(self) -> Environment:
        known = self.text.point.moment is not Moment.RESULT
        return Environment(
            data=Record() if known else self.result,
            variables=_ENVIRONMENT,
            closed=True,
            call=self._call,
            variable=self._variable if known else None,
            optional=self._optional if known else None,
        )

    def _placed(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings with offsets in the text."""
        by = self._offset
        return [replace(finding, start=finding.start + by, end=finding.end + by) for finding in findings]

    def spelled(self, name: str, start: int, end: int, always: bool) -> Type:
        """Note a variable at its place."""
        variable = self.flow.variable(self.text.point, name)
        if self._assuming:
            return ANY if variable.missing else variable.assumed
        read = Read(name, start, end, always, variable)
        if read not in self.reads:
            self.reads.append(read)
        return ANY if variable.missing else variable.type

    def _variable(self, name: str, node: Node, sure: bool) -> Type:
        return self.spelled(name, node.start + self._offset, node.end + self._offset, sure)

    def optional(self, name: str, start: int, end: int) -> Type:
        """Note a variable that is asked for at its place. What it is when it has no value is the asker's matter."""
        variable = self.flow.variable(self.text.point, name)
        if self._assuming:
            return NEVER if variable.undefined else variable.assumed
        read = Read(name, start, end, False, variable)
        if read not in self.asked:
            self.asked.append(read)
        return NEVER if variable.undefined else variable.type

    def _optional(self, name: str, node: Node) -> Type:
        return self.optional(name, node.start + self._offset, node.end + self._offset)

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
            if name and not self._assuming:
                self.tasks.append(TaskRead(name, given.start + self._offset, given.end + self._offset))
            elif name == "":
                name = point.task
        return self._task(name) if name else None

    def _task(self, name: str) -> Type:
        known = _has_result(self.flow, name, self.text.point)
        return task_record(self.results.get(name, ANY) if known else ANY)


def _has_result(flow: Flow, name: str, point: Point) -> bool:
    """Whether `task(name)` gives the result of a success, and not of an attempt or nothing."""
    task = flow.workflow.tasks.get(name)
    if task is None or not flow.has_succeeded(name, point):
        return False
    return task.keep_result is None or (name == point.task and point.moment is Moment.PUBLISH)
