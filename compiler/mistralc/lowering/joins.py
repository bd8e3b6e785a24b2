"""Joins that count: how many edges they need, and the ids that counting takes."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.identifiers import airflow_id
from mistralc.model import Task, Workflow


def threshold(task: Task) -> int | None:
    """How many of its inbound tasks a join needs before it may start; None for `join: all` and merges."""
    if task.join == "one":
        return 1
    return task.join if isinstance(task.join, int) and task.join > 0 else None


def threshold_ids(workflow: Workflow) -> Iterator[str]:
    """Ids that the network of a threshold takes for itself, as far as tasks of the workflow would want them, too."""
    joins = [airflow_id(task.name) for task in workflow.tasks.values() if threshold(task)]
    for name in workflow.tasks:
        wish = airflow_id(name)
        if any(wish == f"{join.replace('.', '_')}_join" or wish.startswith(f"{join}.join.") for join in joins):
            yield wish
