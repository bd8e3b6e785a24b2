"""The transition graph of a direct workflow: clauses with task-defaults applied, edges, commands, start tasks.

Rules: Mistral's `lang/v2/workflows.py` (`get_on_*_clause`: a clause without targets falls back to task-defaults, minus
the task itself) and `workflow/commands.py` (a target that is an engine command is one, even when a task has that name).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from mistralc.analysis.kept import kept
from mistralc.model import Event, Task, Transition, Workflow

ENGINE_COMMANDS = frozenset({"noop", "fail", "succeed", "pause"})

EVENT_ORDER = (Event.ERROR, Event.SKIP, Event.SUCCESS, Event.COMPLETE)
"""The order in which Mistral looks at the clauses of a finished task (at most one of the first three applies)."""


@dataclass(frozen=True)
class Edge:
    """One transition from a task: to another task, or to an engine command when `is_command`."""

    source: str
    transition: Transition
    event: Event

    @property
    def target(self) -> str:
        return self.transition.target

    @property
    def guard(self) -> str:
        return self.transition.guard

    @property
    def is_command(self) -> bool:
        return self.target in ENGINE_COMMANDS


class Graph:
    """Edges of one direct workflow in evaluation order, and the questions passes ask about them."""

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self._outbound = {name: tuple(self._edges(task)) for name, task in workflow.tasks.items()}

    @property
    def tasks(self) -> Mapping[str, Task]:
        return self.workflow.tasks

    def outbound(self, task: str) -> tuple[Edge, ...]:
        """Every transition of `task`, commands included, in evaluation order."""
        return self._outbound[task]

    def outbound_tasks(self, task: str) -> Iterator[Edge]:
        """The transitions of `task` that lead to tasks of this workflow."""
        return (edge for edge in self._outbound[task] if not edge.is_command and edge.target in self.tasks)

    @cached_property
    def _inbound(self) -> Mapping[str, tuple[Edge, ...]]:
        inbound: dict[str, list[Edge]] = {name: [] for name in self.tasks}
        for source in self.tasks:
            for edge in self.outbound_tasks(source):
                inbound[edge.target].append(edge)
        return {name: tuple(edges) for name, edges in inbound.items()}

    def inbound(self, task: str) -> tuple[Edge, ...]:
        """Every transition that leads to `task`, in the order of their sources' definition."""
        return self._inbound[task]

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """Tasks that no transition names: what a run begins with, in definition order."""
        named = {edge.target for edges in self._outbound.values() for edge in edges}
        return tuple(name for name in self.tasks if name not in named)

    def order(self) -> list[str]:
        """The tasks, sources first; those of loops, and what only follows them, are missing."""
        waiting = {task: len(self.inbound(task)) for task in self.tasks}
        ready = [task for task, count in waiting.items() if not count]
        for task in ready:
            for edge in self.outbound_tasks(task):
                waiting[edge.target] -= 1
                if not waiting[edge.target]:
                    ready.append(edge.target)
        return ready

    def _edges(self, task: Task) -> Iterator[Edge]:
        if self.workflow.type == "reverse":
            return  # its tasks have requirements; transitions in task-defaults mean nothing there
        for event in EVENT_ORDER:
            for transition in self._transitions(task, event):
                yield Edge(task.name, transition, event)

    def _transitions(self, task: Task, event: Event) -> tuple[Transition, ...]:
        clause = task.clauses.get(event)
        if clause and clause.next:
            return clause.next
        defaults = self.workflow.task_defaults
        clause = defaults.clauses.get(event) if defaults else None
        return tuple(t for t in clause.next if t.target != task.name) if clause else ()


@kept
def graph_of(workflow: Workflow) -> Graph:
    """The graph of a workflow."""
    return Graph(workflow)
