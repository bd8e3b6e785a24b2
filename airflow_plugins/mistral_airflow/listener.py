"""What Airflow tells about itself, its runs and its tasks.

Its long-lived processes tell when they start: they load the runtime, so that what they fork has it. With the
LocalExecutor a task's process is a fork of the scheduler; imports and the grammar of expressions would cost each one a
quarter of a second of processor time, more than everything else that a small task does.

The scheduler tells when a run begins, or begins again after it was cleared; the API server when a person marks a run or
a task: so Airflow's own buttons come to mean what they mean in Mistral. Task processes tell of their own ends, too,
which is nothing to do here. Every process of Airflow imports this.
"""

from __future__ import annotations

import sys
from typing import Any

from airflow.listeners import hookimpl

_SAMPLES = ("<% $.n + 1 %>", "{{ _.n + 1 }}")
"""An expression of each kind: the first that is evaluated loads the grammar of its language."""

_VALUES = {"": [0, 0.0, True, None, ("",), {""}]}
"""A value of each type: the first that is met has to be compared with all kinds of collections."""


@hookimpl
def on_starting(component: Any) -> None:
    """Airflow's hook. A task's process calls it, too, with a component that is no job: it loads what it needs."""
    jobs = sys.modules.get("airflow.jobs.job")  # a task's process must not import the models of the database for this
    if jobs and isinstance(component, jobs.Job):
        load()


def load() -> None:
    """Import what every task of a workflow needs."""
    from mistral_airflow.actions import std_basic
    from mistral_airflow.flow import activation, outcome, task
    from mistralc import expressions

    _ = std_basic, activation, outcome, task
    for sample in _SAMPLES:
        expressions.evaluate(sample, {"n": 1}, expressions.NoFunctions())
    expressions.stored(_VALUES)


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
