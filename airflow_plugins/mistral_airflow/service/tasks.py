"""Task executions: the tasks of runs, as `tasks()` shows them, in the form of Mistral's API.

Rules: mistral `api/controllers/v2/task.py`, mistralclient `api/v2/tasks.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mistral_airflow.actions.action import Execution
from mistral_airflow.flow.listing import Listed, Listing
from mistral_airflow.service import ids, rest
from mistral_airflow.service.errors import Refusal, require
from mistral_airflow.service.rows import Row, json_text, matching, shaped, structure


def list_(execution: Execution, /, *, workflow_execution_id: str | None = None, **asked: Any) -> list[Row]:
    """The tasks of an execution, without their results."""
    rows = [_view(listed, id, dag_id) for id, dag_id, listed in _of(execution, workflow_execution_id)]
    return shaped(rows, **asked)


def find(execution: Execution, /, *, workflow_execution_id: str | None = None, **attributes: Any) -> list[Row]:
    """Those with all of the attributes."""
    rows = [_view(listed, id, dag_id) for id, dag_id, listed in _of(execution, workflow_execution_id)]
    return matching(rows, attributes)


def get(execution: Execution, /, *, id: str) -> Row:
    """A task with its result."""
    dag_id, listed = named(execution, id)
    owner, _ = _split(execution, id)
    return {**_view(listed, owner, dag_id), "result": json_text(listed.row["result"])}


def rerun(
    execution: Execution, /, *, task_ex_id: str, reset: Any = True, env: Any = None, conn_id: str | None = None
) -> Row:
    """Run a task in ERROR or CANCELLED again, and what follows it."""
    dag_id, listed = named(execution, task_ex_id)
    if listed.row["state"] != "ERROR":
        raise Refusal(
            "The current task execution must be in ERROR for rerun. Only updating task to rerun is supported."
        )
    owner, name = _split(execution, task_ex_id)
    _, run = ids.run_named(execution, owner)
    body = {"reset": bool(reset), **({"env": env} if (env := structure(env, "env")) else {})}
    with rest.api(conn_id) as airflow:
        airflow.call("POST", f"/mistral/dags/{dag_id}/dagRuns/{run.run_id}/tasks/{name}/rerun", json=body)
    return {**_view(listed, owner, dag_id), "state": "RUNNING"}


def named(execution: Execution, id: str) -> tuple[str, Listed]:
    """The DAG id and the task of that id. Raises Refusal."""
    require("Task", id=id)
    owner, name = _split(execution, id)
    for _, dag_id, listed in _of(execution, owner):
        if listed.row["name"] == name:
            return dag_id, listed
    raise Refusal(f"TaskExecution not found [id={id}]")


def _split(execution: Execution, id: str) -> tuple[str, str]:
    """The execution's id and the task's name, also of what `task(name).id` gives in this run."""
    if not ids.names_task(id):
        for listed in Listing(execution.run).own():
            if listed.row["id"] == id:
                return execution.run.id, listed.row["name"]
    return ids.task_named(id)


def _of(execution: Execution, id: str | None) -> Iterator[tuple[str, str, Listed]]:
    """The execution's id, its DAG's id, and each of its tasks."""
    if not id:
        raise Refusal("The tasks of all executions cannot be listed: give a workflow_execution_id")
    dag_id, run = ids.run_named(execution, id)
    listing = Listing(execution.run)
    own = (dag_id, run.run_id) == ids.own_place(execution)
    for listed in listing.own() if own else listing.of_called([dag_id, run.run_id]):
        yield id, dag_id, listed


def _view(listed: Listed, execution_id: str, dag_id: str) -> Row:
    """The fields of mistral `api/controllers/v2/resources.py` (Task)."""
    row = listed.row
    state, ended = row["state"], row["state"] in ("SUCCESS", "ERROR", "CANCELLED", "SKIPPED")
    return {
        "id": ids.task_id(execution_id, row["name"]),
        "name": row["name"],
        "type": row["type"],
        "workflow_name": dag_id,
        "workflow_namespace": "",
        "workflow_id": dag_id,
        "workflow_execution_id": execution_id,
        "tags": [],
        "state": state,
        "state_info": row["state_info"],
        "runtime_context": json_text({}),
        "published": json_text(row["published"]),
        "processed": ended,
        "created_at": _seconds(row["created_at"]),
        "updated_at": _seconds(row["updated_at"]),
        "started_at": _seconds(row["created_at"]),
        "finished_at": _seconds(row["updated_at"]) if ended else None,
    }


def _seconds(text: str | None) -> str | None:
    return text.partition(".")[0] if text else None
