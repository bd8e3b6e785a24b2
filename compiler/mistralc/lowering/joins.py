"""Joins that count: the ids that counting takes."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.identifiers import airflow_id
from mistralc.lowering.gates import threshold
from mistralc.model import Workflow


def threshold_ids(workflow: Workflow) -> Iterator[str]:
    """Ids that the network of a threshold takes for itself, as far as tasks of the workflow would want them, too."""
    joins = [airflow_id(task.name) for task in workflow.tasks.values() if threshold(task)]
    for name in workflow.tasks:
        wish = airflow_id(name)
        if any(wish == f"{join.replace('.', '_')}_join" or wish.startswith(f"{join}.join.") for join in joins):
            yield wish
