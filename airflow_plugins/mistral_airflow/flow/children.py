"""Runs that a task of this run starts: of the workflow it calls. The only place that asks Airflow to start a run.

Ids of child runs are derived from what starts them: starting one twice finds the first one.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from mistral_airflow.flow.errors import CallFault
from mistral_airflow.flow.record import KEY, State

OUTCOME = "outcome"
"""The task id of the last task of every compiled DAG."""

RESULT_KEY = "return_value"
_ENDED = ("success", "failed")
_OVER = ("success", "failed", "skipped", "removed")
_MAX_TASK = 80


class UnknownWorkflow(CallFault):
    """Airflow has no DAG for a workflow of that name."""

    def __init__(self, workflow: str) -> None:
        super().__init__(f"Workflow not found [workflow_identifier={workflow}]")


def child_run_id(parent: Any, attempt: str, index: int) -> str:
    """The id of the child run that a task instance starts as its `attempt`-th try for item `index`."""
    of = f"{parent.dag_id}/{parent.run_id}/{parent.task_id}/{attempt}/{index}"
    return f"{parent.task_id[:_MAX_TASK]}.{attempt}.{index}__{uuid.uuid5(uuid.NAMESPACE_URL, of)}"


def start(dag_id: str, run_id: str, conf: Mapping[str, Any], note: str) -> None:
    """Start a run, or find the one that was started before; `note` is for its page in the UI.

    Raises UnknownWorkflow, CallFault for a wrong input.
    """
    from airflow.sdk.api.client import ServerResponseError
    from airflow.sdk.exceptions import AirflowRuntimeError
    from airflow.sdk.execution_time import task_runner
    from airflow.sdk.execution_time.comms import TriggerDagRun

    try:  # a run that exists already is answered with a word of its own, and found
        task_runner.SUPERVISOR_COMMS.send(TriggerDagRun(dag_id=dag_id, run_id=run_id, conf=dict(conf), note=note))
    except AirflowRuntimeError as error:  # from a task process
        _refused(dag_id, (error.error.detail or {}).get("status_code"), error.error.detail, error)
    except ServerResponseError as error:  # where task and server share a process
        _refused(dag_id, error.response.status_code, error.detail, error)


def _refused(dag_id: str, status: int | None, detail: Any, cause: Exception) -> None:
    if status == HTTPStatus.NOT_FOUND:
        raise UnknownWorkflow(dag_id) from cause
    if status != HTTPStatus.BAD_REQUEST:
        raise cause
    raise CallFault(f"Invalid input [name={dag_id}]: {_message(detail)}") from cause


def _message(detail: Any) -> Any:
    while isinstance(detail, Mapping):
        detail = detail.get("detail") or detail.get("message")
    return detail


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


def all_done(tasks: Sequence[str]) -> bool:
    """Whether all those tasks have ended; `tasks` begins with the DAG id and the run id."""
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

    dag_id, run_id, *task_ids = tasks
    states = list(_OVER)
    ended = RuntimeTaskInstance.get_ti_count(dag_id=dag_id, run_ids=[run_id], task_ids=task_ids, states=states)
    return ended == len(task_ids)


def item_done(item: Sequence[Any]) -> bool:
    """Whether one instance of a mapped task has ended; `item` is DAG id, run id, task id and number."""
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

    dag_id, run_id, task_id, index = item
    return bool(
        RuntimeTaskInstance.get_ti_count(
            dag_id=dag_id, run_ids=[run_id], task_ids=[task_id], map_index=index, states=list(_OVER)
        )
    )


def operators(run: Sequence[str]) -> dict[str, str]:
    """Task id → name of the operator's class, of the tasks of a run that have ended."""
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

    dag_id, run_id = run
    return {task["task_id"]: task["operator"] for task in RuntimeTaskInstance.get_task_breadcrumbs(dag_id, run_id)}


def verdict(run: Sequence[str]) -> tuple[State, Any, Any]:
    """(state, message, output) of a run that ended; an ERROR when Airflow ended it before its outcome could tell.

    Raises CallFault when the run refused to start.
    """
    from airflow.sdk.execution_time.xcom import XCom

    dag_id, run_id = run
    said = told(run)
    if said is None:
        message = f"The run {run_id} of {dag_id} was ended before it could tell its outcome."
        return "ERROR", message, {"result": message}
    if said.get("refused"):
        raise CallFault(said["state_info"])
    output = XCom.get_one(key=RESULT_KEY, dag_id=dag_id, task_id=OUTCOME, run_id=run_id, map_index=-1)
    return said["state"], said["state_info"], output


def told(run: Sequence[str]) -> dict[str, Any] | None:
    """What the last task of a run left behind; None when it could not."""
    from airflow.sdk.execution_time.xcom import XCom

    dag_id, run_id = run
    said: dict[str, Any] | None = XCom.get_one(key=KEY, dag_id=dag_id, task_id=OUTCOME, run_id=run_id, map_index=-1)
    return said
