"""Edges of a reverse workflow: each task waits for what it requires; a node before them decides which are wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mistralc.analysis.requirements import Requirements
from mistralc.lowering.plan import Node, Route
from mistralc.model import Workflow

REQUIRED = "all_success"
"""The trigger rule of its tasks."""


def routes(requirements: Requirements, task: str, task_ids: Mapping[str, str]) -> list[Route]:
    """The routes of a task: to those that require it."""
    return [Route(None, task_ids[name]) for name in requirements.requiring(task)]


def links(
    workflow: Workflow, requirements: Requirements, target: Node, tasks: Mapping[str, Node]
) -> Iterator[tuple[Node, str]]:
    """(node, the task that waits for it). Tasks that can never start hang at `target`, which does not follow them:
    no circle in a DAG."""
    for name in workflow.tasks:
        required = () if name in requirements.never_start else requirements.of(name)
        for above in [tasks[task] for task in required] or [target]:
            yield above, name
