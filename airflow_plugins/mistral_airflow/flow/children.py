"""Runs that a task starts, of the workflow it calls, and what it can see of runs. The only place that asks Airflow.

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
_SUCCESS = "success"
_ENDED = (_SUCCESS, "failed")
_OVER = ("success", "failed", "skipped", "removed")
WAITS_FOR_SLOT = ("scheduled", "queued")
BEGUN = ("queued", "running", "deferred", "awaiting_input", "up_for_retry", *_OVER)
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
    except (AirflowRuntimeError, ServerResponseError) as error:
        _refused(dag_id, *_answer(error), error)


def run_of(dag_id: str, run_id: str) -> Any:
    """A run as Airflow describes it to tasks (`conf`, `state`, `note`, dates); None where there is none."""
    from airflow.sdk.execution_time.comms import GetDagRun

    return _found(GetDagRun(dag_id=dag_id, run_id=run_id))


def dag_of(dag_id: str) -> Any:
    """A DAG as Airflow describes it to tasks (`is_paused`, `tags`); None where there is none."""
    from airflow.sdk.execution_time.comms import GetDag

    return _found(GetDag(dag_id=dag_id))


def _found(question: Any) -> Any:
    from airflow.sdk.api.client import ServerResponseError
    from airflow.sdk.exceptions import AirflowRuntimeError
    from airflow.sdk.execution_time import task_runner

    try:
        return task_runner.SUPERVISOR_COMMS.send(question)
    except (AirflowRuntimeError, ServerResponseError) as error:
        if _answer(error)[0] == HTTPStatus.NOT_FOUND:
            return None
        raise


def _answer(error: Any) -> tuple[int | None, Any]:
    """The status and detail of an answer that is none: one error is that of a task process, the other that of a task
    that shares a process with the server."""
    if hasattr(error, "response"):
        return error.response.status_code, error.detail
    return (error.error.detail or {}).get("status_code"), error.error.detail


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
    """For each run whether it has ended; of a single one, whether its last task has told so."""
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

    over = [RuntimeTaskInstance.get_dagrun_state(dag_id, run_id) in _ENDED for dag_id, run_id in runs]
    return over if len(over) > 1 or any(over) else [has_told(run) for run in runs]


def has_told(run: Sequence[str]) -> bool:
    """Whether the last task of a run has told its outcome and has ended: Airflow ends the run in its next round."""
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

    dag_id, run_id = run
    by = (told(run) or {}).get("by")
    if not by:
        return False
    return bool(RuntimeTaskInstance.get_ti_count(dag_id=dag_id, run_ids=[run_id], task_ids=[by], states=[_SUCCESS]))


def any_ended(runs: Sequence[Sequence[str]]) -> bool:
    """Whether one of the runs has ended, in one request for each DAG."""
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

    for dag_id in {dag for dag, _ in runs}:
        of_dag = [run_id for dag, run_id in runs if dag == dag_id]
        if RuntimeTaskInstance.get_dr_count(dag_id=dag_id, run_ids=of_dag, states=list(_ENDED)):
            return True
    return False


def any_in(runs: Sequence[Sequence[str]], states: Sequence[str]) -> bool:
    """Whether a task of one of the runs is in one of these states, in one request for each DAG."""
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

    for dag_id in {dag for dag, _ in runs}:
        of_dag = [run_id for dag, run_id in runs if dag == dag_id]
        if RuntimeTaskInstance.get_ti_count(dag_id=dag_id, run_ids=of_dag, states=list(states)):
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


def task_states(run: Sequence[str]) -> dict[str, str | None]:
    """Task id → Airflow's state of its instance."""
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

    dag_id, run_id = run
    return dict(RuntimeTaskInstance.get_task_states(dag_id=dag_id, run_ids=[run_id]).get(run_id, {}))


def operators(run: Sequence[str]) -> dict[str, str]:
    """Task id → name of the operator's class, of the tasks of a run that have ended."""
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

    return {task["task_id"]: task["operator"] for task in RuntimeTaskInstance.get_task_breadcrumbs(*run)}


def task_ends(run: Sequence[str]) -> dict[str, str]:
    """Task id → Airflow's state of its instance, of the tasks of a run that have ended, without items.

    Airflow answers this in a quarter of the time that it needs for all states of a run of 200 tasks.
    """
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

    ended = RuntimeTaskInstance.get_task_breadcrumbs(*run)
    return {task["task_id"]: task["state"] for task in ended if task["map_index"] < 0}


def verdict(run: Sequence[str]) -> tuple[State, Any, Any]:
    """(state, message, output) of a run that ended; an ERROR when Airflow ended it before its outcome could tell.

    Raises CallFault when the run refused to start.
    """
    dag_id, run_id = run
    said = told(run)
    if said is None:
        message = f"The run {run_id} of {dag_id} was ended before it could tell its outcome."
        return "ERROR", message, {"result": message}
    if said.get("refused"):
        raise CallFault(said["state_info"])
    return said["state"], said["state_info"], output_of(run)


def output_of(run: Sequence[str]) -> Any:
    """The output of a run that ended."""
    return xcom([*run, OUTCOME], RESULT_KEY)


def told(run: Sequence[str]) -> dict[str, Any] | None:
    """What the last task of a run left behind; None when it could not. "by": the task that told it for the outcome."""
    said: dict[str, Any] | None = xcom([*run, OUTCOME], KEY)
    return said


def xcom(place: Sequence[str], key: str) -> Any:
    """One XCom of a task of any run (dag id, run id, task id); None where there is none."""
    from airflow.sdk.execution_time.xcom import XCom

    dag_id, run_id, task_id = place
    return XCom.get_one(key=key, dag_id=dag_id, task_id=task_id, run_id=run_id, map_index=-1)
