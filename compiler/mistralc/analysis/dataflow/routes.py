"""How a run comes to each task: from which tasks, after which ends of them, and how many of them have to come.

One shape for direct workflows (transitions and joins) and reverse ones (`requires`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from mistralc.analysis.graph import Graph
from mistralc.model import Event, Task, Workflow

_SURE_ACTIONS = frozenset({"std.noop", "std.echo"})
"""Actions that do nothing that can fail."""


_COMPLETE = (Event.SUCCESS, Event.ERROR)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A run comes from the task `source` when that ended in one of `ends`; never when there are none."""

    source: str
    ends: tuple[Event, ...]


class Routes:
    """Arrivals of every task. Tasks are ranked so that, loops aside, those before a task have a lower rank."""

    def __init__(self, workflow: Workflow, graph: Graph | None) -> None:
        self.tasks = workflow.tasks
        self._arrivals = _by_requires(workflow) if graph is None else _by_transitions(graph)
        self._targets: dict[str, list[str]] = {name: [] for name in self.tasks}
        for name, arrivals in self._arrivals.items():
            for arrival in arrivals:
                self._targets[arrival.source].append(name)
        self.order = self._order()
        self.rank = {name: place for place, name in enumerate(self.order)}

    def arrivals(self, task: str) -> tuple[Arrival, ...]:
        """One a source."""
        return self._arrivals[task]

    def targets(self, task: str) -> list[str]:
        """The tasks a run may go on with."""
        return self._targets[task]

    def needed(self, task: str) -> int:
        """How many of the sources have to come before the task starts."""
        join = self.tasks[task].join
        if join == "all" or self.tasks[task].requires:
            return len(self._arrivals[task])
        return join if isinstance(join, int) else 1

    @cached_property
    def only_forward(self) -> bool:
        """Whether there are no loops: every task comes to tasks of a higher rank only."""
        return all(self.rank[name] < self.rank[target] for name in self.tasks for target in self._targets[name])

    def starts(self) -> list[str]:
        """The tasks a run begins with."""
        return [name for name in self.tasks if not self._arrivals[name]]

    def reachable(self, roots: list[str], without: str | None = None) -> set[str]:
        """The tasks a run can come to from `roots`, these included, when it does not go through `without`."""
        pending = [name for name in roots if name != without]
        seen = set(pending)
        while pending:
            for target in self._targets[pending.pop()]:
                if target not in seen and target != without:
                    seen.add(target)
                    pending.append(target)
        return seen

    def _order(self) -> list[str]:
        """Depth first, last left first; without recursion, because a chain may have 10,000 tasks."""
        left: list[str] = []
        seen: set[str] = set()
        for root in (*self.starts(), *self.tasks):
            if root in seen:
                continue
            seen.add(root)
            work = [(root, iter(self._targets[root]))]
            while work:
                name, targets = work[-1]
                following = next((target for target in targets if target not in seen), None)
                if following is None:
                    left.append(name)
                    work.pop()
                else:
                    seen.add(following)
                    work.append((following, iter(self._targets[following])))
        return left[::-1]


def ends_of(task: Task) -> tuple[Event, ...]:
    """How the task may end when its action runs, as far as a run goes on after it."""
    if task.action is not None and task.action.name == "std.fail":
        return (Event.ERROR,)
    return (Event.SUCCESS, Event.ERROR) if _can_fail(task) else (Event.SUCCESS,)


def _can_fail(task: Task) -> bool:
    """Whether the task may end in error and the run go on."""
    if task.workflow or task.with_items or task.policies.fail_on is not None or task.policies.timeout is not None:
        return True
    return task.action is not None and task.action.name not in _SURE_ACTIONS


def _by_transitions(graph: Graph) -> Mapping[str, tuple[Arrival, ...]]:
    found: dict[str, dict[str, dict[Event, None]]] = {name: {} for name in graph.tasks}
    for source, task in graph.tasks.items():
        possible = {Event.SKIP, Event.SUCCESS, Event.ERROR} if task.join else {Event.SKIP, *ends_of(task)}
        for edge in graph.outbound_tasks(source):
            wanted = _COMPLETE if edge.event is Event.COMPLETE else (edge.event,)
            ends = (end for end in wanted if end in possible)
            found[edge.target].setdefault(source, {}).update(dict.fromkeys(ends))
    return {name: tuple(Arrival(s, tuple(ends)) for s, ends in sources.items()) for name, sources in found.items()}


def _by_requires(workflow: Workflow) -> Mapping[str, tuple[Arrival, ...]]:
    return {
        name: tuple(Arrival(source, (Event.SUCCESS,)) for source in _requirements(workflow, task))
        for name, task in workflow.tasks.items()
    }


def _requirements(workflow: Workflow, task: Task) -> Iterator[str]:
    defaults = workflow.task_defaults.requires if workflow.task_defaults else ()
    return (name for name in dict.fromkeys((*task.requires, *defaults)) if name in workflow.tasks and name != task.name)
