"""Runs that a task of this run starts: of the workflow it calls. The only place that asks Airflow to start a run.

Ids of child runs are derived from what starts them: starting one twice finds the first one.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from mistral_airflow.flow.record import KEY

OUTCOME = "outcome"
"""The task id of the last task of every compiled DAG."""

RESULT_KEY = "return_value"
_ENDED = ("success", "failed")
_MAX_TASK = 80
_NOT_FOUND = 404


class UnknownWorkflow(Exception):
    """Airflow has no DAG for a workflow of that name."""


def child_run_id(parent: Any, attempt: int, index: int) -> str:
    """The id of the child run that a task instance starts as its `attempt`-th try for item `index`."""
    of = f"{parent.dag_id}/{parent.run_id}/{parent.task_id}/{attempt}/{index}"
    return f"{parent.task_id[:_MAX_TASK]}.{attempt}.{index}__{uuid.uuid5(uuid.NAMESPACE_URL, of)}"


def start(dag_id: str, run_id: str, conf: Mapping[str, Any]) -> None:
    """Start a run, or find the one that was started before. Raises UnknownWorkflow."""
    from airflow.sdk.api.client import ServerResponseError
    from airflow.sdk.exceptions import AirflowRuntimeError
    from airflow.sdk.execution_time import task_runner
    from airflow.sdk.execution_time.comms import TriggerDagRun

    try:  # a run that exists already is answered with a word of its own, and found
        task_runner.SUPERVISOR_COMMS.send(TriggerDagRun(dag_id=dag_id, run_id=run_id, conf=dict(conf)))
    except AirflowRuntimeError as error:  # from a task process
        if (error.error.detail or {}).get("status_code") != _NOT_FOUND:
            raise
        raise UnknownWorkflow(dag_id) from error
    except ServerResponseError as error:  # where task and server share a process
        if error.response.status_code != _NOT_FOUND:
            raise
        raise UnknownWorkflow(dag_id) from error


def ended(runs: Sequence[Sequence[str]]) -> list[bool]:
    """For each run whether it has ended."""
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

    return [RuntimeTaskInstance.get_dagrun_state(dag_id, run_id) in _ENDED for dag_id, run_id in runs]


def any_ended(runs: Sequence[Sequence[str]]) -> bool:
    """Whether one of the runs has ended, in one request for each DAG."""
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

    for dag_id in {dag for dag, _ in runs}:
        of_dag = [run_id for dag, run_id in runs if dag == dag_id]
        if RuntimeTaskInstance.get_dr_count(dag_id=dag_id, run_ids=of_dag, states=list(_ENDED)):
            return True
    return False


def verdict(run: Sequence[str]) -> tuple[str, Any, Any]:
    """(state, message, output) of a run that ended; one that Airflow ended before its outcome could tell is an ERROR."""
    from airflow.sdk.execution_time.xcom import XCom

    dag_id, run_id = run
    told = XCom.get_one(key=KEY, dag_id=dag_id, task_id=OUTCOME, run_id=run_id, map_index=-1)
    if told is None:
        message = f"The run {run_id} of {dag_id} was ended before it could tell its outcome."
        return "ERROR", message, {"result": message}
    output = XCom.get_one(key=RESULT_KEY, dag_id=dag_id, task_id=OUTCOME, run_id=run_id, map_index=-1)
    return told["state"], told["state_info"], output
