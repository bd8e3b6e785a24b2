"""What Airflow tells about runs and tasks: how its own buttons come to mean what they mean in Mistral.

The scheduler tells when a run begins, or begins again after it was cleared; the API server when a person marks a run or
a task. Task processes tell of their own ends, too, which is nothing to do here. Every process of Airflow imports this.
"""

from __future__ import annotations

from typing import Any

from airflow.listeners import hookimpl


@hookimpl
def on_dag_run_running(dag_run: Any) -> None:
    """A run begins: where that is because somebody cleared a task of it, make it go on."""
    _tell("began", dag_run)


@hookimpl
def on_dag_run_failed(dag_run: Any) -> None:
    """A run has failed: where somebody marked it so, cancel what it called."""
    _tell("failed", dag_run)


@hookimpl
def on_task_instance_success(task_instance: Any) -> None:
    """Where a person marked a task as succeeded, let it go on as if it had."""
    _tell("marked", task_instance, "SUCCESS")


@hookimpl
def on_task_instance_skipped(task_instance: Any) -> None:
    """Where a person marked a task as skipped, do what `on-skip` says."""
    _tell("marked", task_instance, "SKIPPED")


@hookimpl
def on_task_instance_failed(task_instance: Any, error: Any) -> None:
    """Where a person marked a task as failed, cancel the runs that it waits for; the scheduler tells of lost ones."""
    if isinstance(error, str) and "manually set" in error:
        _tell("marked", task_instance, "ERROR")


def _tell(what: str, subject: Any, *more: Any) -> None:
    if not hasattr(subject, "_sa_instance_state"):  # a task process tells of itself
        return
    from mistral_airflow.operations import buttons

    getattr(buttons, what)(subject, *more)
