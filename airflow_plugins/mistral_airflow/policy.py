"""Airflow's cluster policy: the queue of a task instance that is made, or made anew, while its run is under way."""

from __future__ import annotations

from typing import Any

from airflow.policies import hookimpl


@hookimpl
def task_instance_mutation_hook(task_instance: Any, dag_run: Any) -> None:
    """Evaluate a queue that is an expression; at the start of a run the listener does, for all tasks there are."""
    queue = getattr(task_instance, "queue", None)
    if dag_run is not None and queue and ("<%" in queue or "{{" in queue):
        from mistral_airflow.operations.queues import choose

        choose(task_instance, dag_run)
