"""Whether a task that the scheduler started is to run: it knows how the tasks before ended, not what they decided."""

from __future__ import annotations

from typing import Any

from airflow.sdk.exceptions import AirflowSkipException

from mistral_airflow.flow.routing import ending_elsewhere
from mistral_airflow.flow.run import Run


def require(run: Run, operator: Any, *, begun: bool = False) -> None:
    """Raise AirflowSkipException where nothing led to a task, or the run ended while it, a join, was waiting.

    `begun`: the task has started in another process already, when the run had not ended.
    """
    if not _led_here(run, operator):
        raise AirflowSkipException("No task before this one led here; one that has failed may have died undecided.")
    if operator.join and not begun and ending_elsewhere(run, operator):
        raise AirflowSkipException("The run ended while this join was waiting.")


def _led_here(run: Run, operator: Any) -> bool:
    edges = run.graph.inbound(operator)
    if not edges:
        return bool(run.region) or run.vars_held()
    return any(run.leads(edge, operator) for edge in edges)
