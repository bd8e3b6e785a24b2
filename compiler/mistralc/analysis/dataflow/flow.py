"""The variables of one workflow: at each point whether a name has a value, where it came from, of what type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from mistralc.analysis.cycles import cycles
from mistralc.analysis.dataflow.ending import certain_at_end
from mistralc.analysis.dataflow.presence import Presence, Solver
from mistralc.analysis.dataflow.routes import Routes
from mistralc.analysis.dataflow.sites import ENDS, Site, Sites
from mistralc.analysis.dataflow.together import Facts, Together, either
from mistralc.analysis.graph import graph_of
from mistralc.analysis.texts import Moment, Point
from mistralc.diagnostics import Names
from mistralc.expressions.types import ANY, DICT, FLOAT, INT, NULL, Collection, Record, Type, join, members, type_of
from mistralc.model import REQUIRED, Event, Workflow
from mistralc.source import Path

RESERVED: Mapping[str, Type] = {"__env": DICT, "__execution": DICT, "__task_execution": DICT, "openstack": ANY}
"""What Mistral puts into every context itself."""

_TASK_MOMENTS = frozenset({Moment.BEFORE, Moment.ITEM, Moment.PUBLISH, Moment.AFTER})


@dataclass(frozen=True, slots=True)
class Variable:
    """A name at a point: `missing` when it may have no value there, the `sites` it may have got one from."""

    missing: bool
    sites: tuple[Site, ...] = ()
    type: Type = ANY
    assumed: Type = ANY
    """Its type if callers give inputs of the types of their defaults."""

    @property
    def undefined(self) -> bool:
        """Whether it has no value for certain."""
        return self.missing and not self.sites


class Flow:
    """The data flow of one workflow. Types of sites are told to it as they are found (`learn`)."""

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self.graph = graph_of(workflow) if workflow.type == "direct" else None
        self.routes = Routes(workflow, self.graph)
        self.sites = Sites(workflow)
        at = workflow.at
        self._inputs = {i.name: Site(i.name, i.at, i.default, Point(Moment.VARS)) for i in workflow.input}
        self._vars = {
            name: Site(name, (*at, "vars", name), value, Point(Moment.VARS))
            for name, value in (workflow.vars or {}).items()
        }
        self._solvers: dict[str, Solver] = {}
        self._types: dict[Site, tuple[Type, Type]] = {
            site: (ANY, _default_type(site.value)) for site in self._inputs.values()
        }
        self._loops: dict[tuple[str, Path], Site] = {}

    def learn(self, site: Site, type_: Type, assumed: Type) -> None:
        """Note the type of what a site gives, for certain and on the assumption that inputs are like their defaults."""
        self._types[site] = type_, assumed

    def own_sites(self) -> list[Site]:
        """The entries of `vars`."""
        return list(self._vars.values())

    def variable(self, point: Point, name: str) -> Variable:
        """The name at the point."""
        if name in RESERVED:
            return Variable(False, (), RESERVED[name], RESERVED[name])
        if point.moment in (Moment.BASE, Moment.RESULT):  # of an ad-hoc action: what calls it may have the name, too
            given = self._inputs.get(name)
            return Variable(False, (given,), *self._types[given]) if given else Variable(False)
        branch = self._branch(point, name)
        if branch is None:
            return Variable(False)
        if not branch.missing:
            return Variable(False, branch.sites, *self._joined(name, branch.sites))
        base = self._base(point, name)
        sites = (*branch.sites, *base)
        return Variable(not base, sites, *self._joined(name, sites))

    def names(self, point: Point) -> tuple[Iterable[str], ...]:
        """The names that may have a value somewhere, those a misspelt one may have meant: the innermost first."""
        if point.moment is Moment.VARS:
            return (self._inputs,)
        loops = self.workflow.tasks[point.task].with_items if point.task else ()
        return [loop.variable for loop in loops], self._names

    @cached_property
    def _names(self) -> Names:
        return Names({*self._inputs, *self._vars, *self.sites.globals, *self.sites.published})

    def has_succeeded(self, task: str, point: Point) -> bool:
        """Whether at the point `task` has certainly ended in success, and runs only once."""
        if task not in self.workflow.tasks or task in self._repeated or point.task is None:
            return False
        if task == point.task:
            return point.event is Event.SUCCESS
        found = self._succeeded.of(task, self._succeeded.before(point.task))
        return found is not None and not found[0]

    def may_have_run(self, task: str, point: Point) -> bool:
        """Whether a run can have come to `task` before the point: not when it only comes there through the point."""
        if point.moment is Moment.VARS:
            return False
        if point.task is None or task == point.task:
            return True
        before = point.task
        if self.routes.only_forward and self.routes.rank[task] < self.routes.rank[before]:
            return True
        if before not in self.routes.reachable([task]) and task in self.routes.reachable([before]):
            return task in self.routes.reachable(self.routes.starts(), without=before)
        return True

    @cached_property
    def _repeated(self) -> frozenset[str]:
        """Tasks that may run more than once, in loops or for late triggers of a partial join."""
        loops = {name for loop in cycles(self.graph) for name in loop} if self.graph else set()
        partial_joins = {name for name, task in self.workflow.tasks.items() if task.join not in (None, "all")}
        return frozenset(loops | partial_joins)

    def _branch(self, point: Point, name: str) -> Presence | None:
        """The name in what tasks have published to their branch; None where no run comes."""
        items = self._item(point, name)
        if items:
            return Presence(False, items)
        known = self.sites.published.get(name)
        if not known or point.moment is Moment.VARS:
            return Presence(True)
        if point.moment in _TASK_MOMENTS:
            return self._in_task(point, name, known)
        if point.moment is Moment.OUTPUT and self.graph:
            return Presence(name not in self._at_end, tuple(known))
        return Presence(False, tuple(known))

    @cached_property
    def _at_end(self) -> frozenset[str]:
        assert self.graph is not None
        return certain_at_end(self.graph, self.routes, self._published)

    @cached_property
    def _published(self) -> Together:
        """The names that tasks publish to their branch."""
        ends = ((task, end) for task in self.workflow.tasks for end in ENDS)
        return Together(self.routes, {end: self.sites.branch(*end) for end in ends if self.sites.branch(*end)})

    @cached_property
    def _succeeded(self) -> Together:
        """The tasks, each a name that its success gives."""
        return Together(self.routes, {(task, Event.SUCCESS): [task] for task in self.workflow.tasks})

    def _in_task(self, point: Point, name: str, known: list[Site]) -> Presence | None:
        if point.task is None:
            return Presence(False, tuple(known))  # task-defaults: somewhere it has a value
        if len(known) == 1:
            found = self._published.of(name, self._facts(point.task, point))
            return Presence(found[0], tuple(known) if found[1] else ()) if found else None
        solver = self._solver(name)
        if point.moment is Moment.AFTER:
            return solver.after(point.task, point.event)
        return solver.before(point.task)

    def _facts(self, task: str, point: Point) -> Facts:
        if point.moment is not Moment.AFTER:
            return self._published.before(task)
        ends = (point.event,) if point.event else (Event.SUCCESS, Event.ERROR)
        return either(self._published.after(task, end) for end in ends)

    def _item(self, point: Point, name: str) -> tuple[Site, ...]:
        if point.moment is not Moment.ITEM or point.task is None:
            return ()
        loops = self.workflow.tasks[point.task].with_items
        return tuple(self.loop_site(loop.variable, loop.at) for loop in loops if loop.variable == name)

    def loop_site(self, name: str, at: Path) -> Site:
        """The site of a variable of with-items."""
        return self._loops.setdefault((name, at), Site(name, at, None, Point(Moment.BEFORE)))

    def _base(self, point: Point, name: str) -> tuple[Site, ...]:
        """Where the name has a value from in every task: `vars` and global publishes go before the input."""
        declared = (self._inputs[name],) if name in self._inputs else ()
        if point.moment is Moment.VARS:
            return declared
        own = (self._vars[name],) if name in self._vars else declared
        return (*own, *self.sites.globals.get(name, ()))

    def _joined(self, name: str, sites: tuple[Site, ...]) -> tuple[Type, Type]:
        """The types of a value from one of the sites. Dicts from several are merged at joins, so none is closed."""
        if not sites:
            return NULL, NULL
        known = [self._types.get(site, (ANY, ANY)) for site in sites]
        certain, assumed = (join(types) for types in zip(*known, strict=True))
        merged = len(self.sites.published.get(name, ())) + (name in self._inputs) + (name in self._vars) > 1
        return (_opened(certain), _opened(assumed)) if merged else (certain, assumed)

    def _solver(self, name: str) -> Solver:
        if name not in self._solvers:
            self._solvers[name] = Solver(self.routes, partial(self.sites.given, name))
        return self._solvers[name]


def _opened(type_: Type) -> Type:
    return join(Record(m.fields, open=True) if isinstance(m, Record) else m for m in members(type_))


def _default_type(default: object) -> Type:
    """What an input is likely to be: null and the empty text stand for nothing, others say no more than the kind."""
    if default is None or default == "" or default is REQUIRED:
        return ANY
    if isinstance(default, bool | str):
        return type_of(default)
    if isinstance(default, int | float):
        return join((INT, FLOAT))
    return Collection("list", ANY) if isinstance(default, list) else DICT
