"""The engine command `pause`: which of a run's pauses hold a task back that is about to begin.

mistral `engine/dispatcher.py`: tasks created before the pause run, what comes after it in the same list and whatever
else would be created later waits for the resume. A pause lasts until its node has ended.
"""

from __future__ import annotations

from typing import Any

from mistral_airflow.flow.run import Run

_OVER = ("success", "failed", "skipped", "removed")


def holding(run: Run, operator: Any) -> list[str]:
    """The task ids of the pause nodes that `operator` has to wait for."""
    if not run.graph.pauses:
        return []
    states, created = run.store.ends(), run.creation(operator)
    return [
        node.task_id
        for node in run.graph.pauses
        if states.get(node.task_id) not in _OVER and _since(run, node) <= created
    ]


def _since(run: Run, node: Any) -> tuple[float, float]:
    """When a pause began, as `Run.creation` tells times; infinity, where its task did not decide on it, or not yet."""
    (before,) = node.upstream_list
    ended = run.store.ends().get(before.task_id) in ("success", "failed")
    record = run.store.record(before.task_id) if ended else None
    if record is None or record.pause is None or record.pause.node != node.task_id:
        return float("inf"), 0
    return record.ended, record.pause.place
