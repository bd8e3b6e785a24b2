"""The plan of a workflow: its tasks, and those of the workflows that it calls, with what may multiply each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mistralc.analysis.ad_hoc import AdHocTable
from mistralc.analysis.applied import policy, task_input
from mistralc.model import Retry, Task, Workflow
from mistralc.planning.acting import act_of
from mistralc.planning.plan import Cause, Effect, Factor, Frame, Kind, Plan
from mistralc.planning.runs import Runs
from mistralc.planning.taken import Condition, Taken
from mistralc.planning.values import Known, of_workflow, passed
from mistralc.rules import Project


@dataclass(frozen=True)
class Given:
    """With what a run is started. `target` is the task that a reverse workflow is to come to."""

    inputs: Mapping[str, Any]
    env: Mapping[str, Any] | None = None
    target: str | None = None


@dataclass(frozen=True)
class _Way:
    """How a run came to a workflow."""

    frames: tuple[Frame, ...] = ()
    factors: tuple[Factor, ...] = ()
    conditions: tuple[Condition, ...] = ()
    only_after_error: bool = False


def make_plan(workflow: Workflow, project: Project, start: Given) -> Plan:
    """What a run of `workflow` may change."""
    inputs = passed(workflow.input, start.inputs, complete=True)
    missing = [each.name for each in workflow.input if each.required and each.name not in inputs]
    collector = _Collector(project, AdHocTable(project.actions.values()), start.env)
    effects = collector.of_workflow(workflow, inputs, _Way(), start.target)
    return Plan(workflow.qualified_name, workflow.document.name, inputs, missing, tuple(effects))


class _Collector:
    def __init__(self, project: Project, actions: AdHocTable, env: Mapping[str, Any] | None) -> None:
        self._project = project
        self._actions = actions
        self._env = env

    def of_workflow(
        self, workflow: Workflow, inputs: Mapping[str, Any], way: _Way, target: str | None = None
    ) -> Iterator[Effect]:
        """What a call of `workflow` changes, tasks in the order they were written."""
        known = of_workflow(workflow, inputs, self._env)
        graph = Taken(workflow, known)
        runs = Runs(graph) if workflow.type == "direct" else None
        for name in graph.can_run(target):
            task = workflow.tasks[name]
            after_error = workflow.type == "direct" and name not in graph.without_error
            conditions = graph.conditions(name) if workflow.type == "direct" else []
            here = _Way(
                (*way.frames, Frame(workflow.qualified_name, name, workflow.document.key_span(task.at))),
                (*way.factors, *_repeats(workflow, task, runs, known)),
                (*way.conditions, *conditions),
                way.only_after_error or after_error,
            )
            yield from self._of_task(workflow, task, known, here)

    def _of_task(self, workflow: Workflow, task: Task, known: Known, way: _Way) -> Iterator[Effect]:
        if not task.with_items:
            yield from self._of_item(workflow, task, known, way)
            return
        found: list[Effect] = []
        for count, scope in _scopes(task, known):
            items = Factor(Cause.ITEMS, task.name, count, _items_text(task))
            found += self._of_item(workflow, task, scope, replace(way, factors=(*way.factors, items)))
        yield from _merged(found, len(way.factors))

    def _of_item(self, workflow: Workflow, task: Task, scope: Known, way: _Way) -> Iterator[Effect]:
        """What a task does once, or with one item."""
        called = task.workflow or task.action
        name = scope.value(called.name) if called else "std.noop"
        if called and not isinstance(name, str):
            what = "workflow" if task.workflow else "action"
            yield _effect(Kind.UNKNOWN, called.name, f"the name of the {what} is known only in the run", way)
        elif task.workflow:
            yield from self._of_call(workflow, task, name, scope, way)
        else:
            yield from self._of_action(workflow, task, name, scope, way)

    def _of_action(self, workflow: Workflow, task: Task, name: str, scope: Known, way: _Way) -> Iterator[Effect]:
        arguments, whole = _arguments(task, scope)
        act = act_of(self._actions, workflow, name, arguments, whole)
        if act:
            told = _effect(act.kind, act.action, act.detail, way)
            yield replace(told, service=act.service, request=act.request, policy=act.policy)

    def _of_call(self, workflow: Workflow, task: Task, name: str, scope: Known, way: _Way) -> Iterator[Effect]:
        callee = self._project.workflow(name, workflow.workbook)
        if callee is None:
            yield _effect(Kind.UNKNOWN, name, "the workflow is not among these files", way)
        elif any(frame.workflow == callee.qualified_name for frame in way.frames):
            yield _effect(Kind.UNKNOWN, name, "the workflow calls itself: all above may happen again, unbounded", way)
        else:
            arguments, whole = _arguments(task, scope)
            yield from self.of_workflow(callee, passed(callee.input, arguments, complete=whole), way)


def _effect(kind: Kind, action: str, detail: str, way: _Way) -> Effect:
    return Effect(kind, "", action, "", way.frames, way.factors, way.conditions, way.only_after_error, detail=detail)


def _arguments(task: Task, known: Known) -> tuple[Mapping[str, Any], bool]:
    """The arguments of a call, UNKNOWN where they are, and whether there can be no others."""
    written = task_input(task)
    if isinstance(written, str):
        value = known.value(written)
        return (value, True) if isinstance(value, Mapping) else ({}, False)
    return {key: known.value(value) for key, value in written.items()}, True


def _repeats(workflow: Workflow, task: Task, runs: Runs | None, known: Known) -> Iterator[Factor]:
    """What makes a task run more than once, items apart."""
    loop = runs.loop(task.name) if runs else ()
    if loop:
        yield Factor(Cause.LOOP, task.name, None, f"loop {' → '.join((*loop, loop[0]))}")
    elif runs and runs.bound(task.name) > 1:
        yield Factor(Cause.WAYS, task.name, runs.bound(task.name))
    retry: Retry | None = policy(workflow, task, "retry")
    if retry:
        count = known.value(retry.count)
        sure = isinstance(count, int) and not isinstance(count, bool)
        yield Factor(Cause.RETRY, task.name, count + 1 if sure else None, "" if sure else f"1 + {retry.count}")


def _scopes(task: Task, known: Known) -> Iterator[tuple[int | None, Known]]:
    """What is known with the items of a task, and of how many that is so: all together where they are not known."""
    variables = [loop.variable for loop in task.with_items]
    lists = [known.value(loop.items) for loop in task.with_items]
    if all(isinstance(items, list) for items in lists):
        yield from ((1, known.within(dict(zip(variables, row, strict=True)))) for row in zip(*lists, strict=False))
        return
    sizes = {len(items) for items in lists if isinstance(items, list)}
    yield (sizes.pop() if len(sizes) == 1 else None), known.within({}, hidden=variables)


def _merged(effects: Iterable[Effect], place: int) -> Iterator[Effect]:
    """Effects that differ in nothing but the item they are of, as one: `place` is that of the factor of the items."""
    groups: dict[str, list[Effect]] = {}
    for effect in effects:
        factors = (*effect.factors[:place], *effect.factors[place + 1 :])
        groups.setdefault(repr(replace(effect, factors=factors)), []).append(effect)
    for first, *others in groups.values():
        items = first.factors[place]
        counts = [items.count, *(other.factors[place].count for other in others)]
        count = None if None in counts else sum(filter(None, counts))
        yield replace(first, factors=(*first.factors[:place], replace(items, count=count), *first.factors[place + 1 :]))


def _items_text(task: Task) -> str:
    return ", ".join(str(loop.items) for loop in task.with_items)
