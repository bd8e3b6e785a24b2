"""Ways through the definitions that several rules take."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.analysis.graph import ENGINE_COMMANDS, graph_of
from mistralc.analysis.kept import kept
from mistralc.diagnostics import Names
from mistralc.model import Definitions, Transition, Workflow


def direct_workflows(definitions: Definitions) -> Iterator[Workflow]:
    return (workflow for workflow in definitions.workflows if workflow.type == "direct")


def transitions_in_force(workflow: Workflow) -> Iterator[Transition]:
    """Every transition that some task can take: those of task-defaults where a task falls back to them."""
    graph = graph_of(workflow)
    return (edge.transition for task in workflow.tasks for edge in graph.outbound(task))


@kept
def task_names(workflow: Workflow) -> Names:
    """The tasks, for those that look for a misspelt one."""
    return Names(workflow.tasks)


def is_target(name: str, workflow: Workflow) -> bool:
    """Whether a transition may lead to this name."""
    return name in workflow.tasks or name in ENGINE_COMMANDS


@kept
def intact_direct_workflows(definitions: Definitions) -> tuple[Workflow, ...]:
    """Direct workflows whose graph is known: no fault of shape in them and no transition into nothing.

    What is wrong with the graph of another workflow is likely a consequence of that fault.
    """
    return tuple(_intact(definitions))


def _intact(definitions: Definitions) -> Iterator[Workflow]:
    for workflow in direct_workflows(definitions):
        if not definitions.is_intact(workflow.at) or not workflow.tasks:
            continue
        if all(is_target(transition.target, workflow) for transition in transitions_in_force(workflow)):
            yield workflow


def sources_of(workflow: Workflow) -> dict[str, set[str]]:
    """For each task the tasks that have a transition to it, commands of the same name included, as Mistral counts."""
    graph = graph_of(workflow)
    sources: dict[str, set[str]] = {name: set() for name in workflow.tasks}
    for name in workflow.tasks:
        for edge in graph.outbound(name):
            sources.get(edge.target, set()).add(name)
    return sources
