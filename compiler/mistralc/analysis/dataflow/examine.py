"""Every expression of a workflow looked at with what is known where it is evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from mistralc.actions import find
from mistralc.analysis.dataflow.flow import RESERVED, Flow, Variable
from mistralc.analysis.dataflow.results import EXECUTION, result_of, stored_type, task_record
from mistralc.analysis.dataflow.sites import Site
from mistralc.analysis.kept import kept
from mistralc.analysis.texts import Moment, Point, Text, action_texts, workflow_texts
from mistralc.expressions import ExpressionSyntaxError
from mistralc.expressions.text import JINJA, Inline, is_jinja, is_yaql, language_of, yaql_parts
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
    parse_type,
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


@kept
def examine_workflow(workflow: Workflow) -> WorkflowData:
    """Look at every expression, in an order in which the types of variables are known before they are used."""
    return _Examination(workflow).run()


def examine_action(action: Action) -> tuple[Examined, ...]:
    """Look at every expression of an ad-hoc action: nothing is known of its context, its result is that of its base."""
    flow = Flow(Workflow(action.name, action.document, action.at, {}))
    base = find(action.base.name)
    result = parse_type(base.result) if base and not base.asynchronous else ANY
    return tuple(_examine(text, flow, {}, result) for text in action_texts(action) if language_of(text.text))


class _Examination:
    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
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
        self._results[name] = result_of(task)
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
            return self._values.get(path, (STR, STR))[which]
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
        look.findings += check_jinja(text.text, look.spelled)
        types: list[tuple[Type, Type]] = [(ANY, ANY)]
        whole = text.text.startswith("{{") and text.text.endswith("}}")
    else:
        parts = list(yaql_parts(text.text))
        types = [look.part(part) for part in parts]
        whole = parts[0].outer == text.text
    certain, assumed = types[0] if whole else (STR, STR)
    found = (tuple(look.findings), tuple(look.doubts), tuple(look.reads), tuple(look.tasks))
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

    def _analysed(self, tree: Node) -> tuple[Type, Type]:
        before = len(self.reads)
        certain = analyse(tree, self._environment())
        self.findings += self._placed(certain.findings)
        if all(read.variable.assumed == read.variable.type for read in self.reads[before:]):
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
        if not name:
            return None
        return task_record(self.results.get(name, ANY) if _has_result(self.flow, name, point) else ANY)


def _has_result(flow: Flow, name: str, point: Point) -> bool:
    """Whether `task(name)` gives the result of a success, and not of an attempt or nothing."""
    task = flow.workflow.tasks.get(name)
    if task is None or not flow.has_succeeded(name, point):
        return False
    return task.keep_result is None or (name == point.task and point.moment is Moment.PUBLISH)
