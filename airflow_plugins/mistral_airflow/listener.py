"""What Airflow's long-lived processes do when they start: they load the runtime, so that what they fork has it.

With the LocalExecutor a task's process is a fork of the scheduler. Imports and the grammar of expressions would cost
each one a quarter of a second of processor time, more than everything else that a small task does.
"""

from __future__ import annotations

import sys
from typing import Any

from airflow.listeners import hookimpl

_SAMPLES = ("<% $.n + 1 %>", "{{ _.n + 1 }}")
"""An expression of each kind: the first that is evaluated loads the grammar of its language."""


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
