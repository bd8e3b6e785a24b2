"""Action executions: what the task says of its action, one for each task. A task instance keeps the last attempt.

Rules: mistral `api/controllers/v2/action_execution.py`, mistralclient `api/v2/action_executions.py`.
"""

from __future__ import annotations

from typing import Any

from mistral_airflow.actions.action import Execution
from mistral_airflow.flow.errors import ActionError, WorkflowFault
from mistral_airflow.flow.listing import Listed
from mistral_airflow.service import rest, tasks
from mistral_airflow.service.errors import Refusal, require, require_default_namespace
from mistral_airflow.service.rows import Row, json_text, matching, shaped, structure

_FINAL = ("SUCCESS", "ERROR", "CANCELLED")


def create(
    execution: Execution, /, *, name: str, input: Any = None, namespace: str = "", **params: Any
) -> Row:  # fmt: skip
    """Run an action here and now; what came of it is in `output`."""
    from mistral_airflow.actions.registry import lookup

    require("ActionExecution", name=name)
    require_default_namespace(namespace)
    if params:
        raise Refusal(f"There are no parameters of a call [{', '.join(sorted(params))}]: call the action in a task")
    arguments = structure(input, "input")
    try:
        action = lookup(name, execution)
        if action.asynchronous:
            raise Refusal(f"Nobody could give the result of {name}: call it in a task")
        action.check(arguments)
        state, result = "SUCCESS", action.run(**arguments)
    except WorkflowFault as fault:
        raise Refusal(str(fault)) from None
    except ActionError as error:
        state, result = "ERROR", error.data
    return {
        "id": None,
        "workflow_name": None,
        "workflow_namespace": "",
        "task_execution_id": None,
        "state": state,
        "state_info": None,
        "tags": None,
        "name": name,
        "description": None,
        "accepted": None,
        "input": json_text(arguments),
        "output": json_text({"result": result}),
        "created_at": None,
        "updated_at": None,
    }


def list_(execution: Execution, /, *, task_execution_id: str | None = None, **asked: Any) -> list[Row]:
    """The action execution of a task, without its output."""
    return shaped(_of(execution, task_execution_id), **asked)


def find(execution: Execution, /, *, task_execution_id: str | None = None, **attributes: Any) -> list[Row]:
    """The same if it has all of the attributes."""
    return matching(_of(execution, task_execution_id), attributes)


def get(execution: Execution, /, *, id: str) -> Row:
    """An action execution with its output."""
    dag_id, listed = tasks.named(execution, id)
    return {**_view(listed, id, dag_id), "output": json_text({"result": listed.row["result"]})}


def update(
    execution: Execution, /, *, id: str, state: str | None = None, output: Any = None, conn_id: str | None = None
) -> Row:
    """Give the result of an asynchronous action, or pause one and let it go on."""
    require("ActionExecution", id=id)
    if not (state or output):
        raise Refusal("Please provide either state or output for action execution.")
    state = state or "SUCCESS"
    dag_id, listed = tasks.named(execution, id)
    place_dag, run_id, task = listed.place  # of a loop, the run of its activation
    operation = "complete_action" if state in _FINAL else "update_action"
    body: dict[str, Any] = {"state": state, **({"result": output} if state in _FINAL else {})}
    with rest.api(conn_id) as airflow:
        airflow.call("POST", f"/mistral/dags/{place_dag}/dagRuns/{run_id}/tasks/{task}/{operation}", json=body)
    return {**_view(listed, id, dag_id), "state": state}


def _of(execution: Execution, id: str | None) -> list[Row]:
    if not id:
        raise Refusal("The action executions of all tasks cannot be listed: give a task_execution_id")
    dag_id, listed = tasks.named(execution, id)
    return [_view(listed, id, dag_id)] if listed.row["type"] == "ACTION" else []


def _view(listed: Listed, id: str, dag_id: str) -> Row:
    """The fields of mistral `api/controllers/v2/resources.py` (ActionExecution) that a task of another run tells."""
    row = listed.row
    return {
        "id": id,
        "workflow_name": dag_id,
        "workflow_namespace": "",
        "task_name": row["name"],
        "task_execution_id": id,
        "state": row["state"],
        "state_info": row["state_info"],
        "tags": None,
        "description": "",
        "accepted": row["state"] in _FINAL,
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }
