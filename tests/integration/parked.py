"""Runs that wait for an answer."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

from mistral_airflow.local.server import AirflowServer


def parked(airflow: AirflowServer, dag_id: str = "approval", task_id: str = "ask", timeout: float = 180) -> str:
    """Start a run and wait until its task waits for an answer, and the scheduler knows that its process has ended.

    Airflow fails a task that was answered before that (docs/deviations.md).
    """
    run = airflow.trigger(dag_id)
    wait_until_parked(airflow, dag_id, run, task_id, timeout)
    return run


def wait_until_parked(
    airflow: AirflowServer, dag_id: str, run: str, task_id: str = "ask", timeout: float = 180
) -> None:
    """The same for a run that was started already."""
    deadline = time.monotonic() + timeout
    while not (
        (task := airflow.tasks(dag_id, run)[task_id])["state"] == "awaiting_input" and _ended(airflow, run, task)
    ):
        assert time.monotonic() < deadline, airflow.states(dag_id, run)
        time.sleep(0.2)


def _ended(airflow: AirflowServer, run: str, task: Mapping[str, Any]) -> bool:
    """Whether the scheduler has heard that the process of this try has ended."""
    log = (airflow.logs / "scheduler.log").read_text(errors="replace")
    instance = rf"task_id='{re.escape(task['task_id'])}', run_id='{re.escape(run)}', try_number={task['try_number']}\b"
    return bool(re.search(rf"Received executor event with state success for .*{instance}", log))
