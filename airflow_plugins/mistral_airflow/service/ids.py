"""Ids of executions and tasks. Airflow's run ids are unique within a DAG only, and a task cannot look for a run id.

A run that an action starts has a run id that begins with its DAG's: it names the run alone, and is what
`execution().id` gives in it. Any other run is named `DAG/RUN_ID`. A task is named by its execution and its name.
"""

from __future__ import annotations

import uuid
from typing import Any

from mistral_airflow.actions.action import Execution
from mistral_airflow.flow import children
from mistral_airflow.service.errors import Refusal, require

MAX_RUN_ID = 250
_BETWEEN = "__"


def new_run_id(dag_id: str, reason: str) -> str:
    """The id of the run of a DAG that is started for `reason`: the same run for the same reason."""
    unique = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{dag_id}/{reason}"))
    named = f"{dag_id}{_BETWEEN}{unique}"
    return named if len(named) <= MAX_RUN_ID else unique


def execution_id(dag_id: str, run_id: str) -> str:
    """What an execution is called wherever it is listed."""
    return run_id if run_id.rpartition(_BETWEEN)[0] == dag_id else f"{dag_id}/{run_id}"


def own_place(execution: Execution) -> tuple[str, str]:
    """DAG id and run id of the run that asks."""
    return execution.run.dag.dag_id, execution.run.id


def run_named(execution: Execution, id: str) -> tuple[str, Any]:
    """The DAG id and the run (see `children.run_of`) of an execution. Raises Refusal."""
    require("Execution", id=id)
    dag_id, run_id = _place(execution, str(id))
    run = children.run_of(dag_id, run_id) if dag_id else None
    if run is None:
        raise Refusal(
            f"WorkflowExecution not found [id={id}]. The id of a run that no `mistral` action started is DAG/RUN_ID."
        )
    return dag_id, run


def _place(execution: Execution, id: str) -> tuple[str, str]:
    if id == execution.workflow_execution_id:
        return own_place(execution)
    if "/" in id:
        dag_id, _, run_id = id.partition("/")
        return dag_id, run_id
    return id.rpartition(_BETWEEN)[0], id


def names_task(id: str) -> bool:
    """Whether an id is one that `task_id` made."""
    return _TASK in str(id)


def task_named(id: str) -> tuple[str, str]:
    """The execution's id and the task's name."""
    execution, _, name = str(id).rpartition(_TASK)
    if not execution:
        raise Refusal(f"TaskExecution not found [id={id}]. Take the id from `mistral.tasks_list`.")
    return execution, name


def task_id(execution_id: str, name: str) -> str:
    """The id of a task execution: task names have no such signs, and run ids neither."""
    return f"{execution_id}{_TASK}{name}"


_TASK = "//"
