"""Workflow executions: runs of the DAGs of workflows. What a task may ask of Airflow is asked as a task, the rest
through the REST API.

Rules: mistral `api/controllers/v2/execution.py`, mistralclient `api/v2/executions.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mistral_airflow.actions.action import Execution
from mistral_airflow.flow import children
from mistral_airflow.flow.errors import CallFault
from mistral_airflow.flow.record import WORK_KEY
from mistral_airflow.flow.run import task_uuid
from mistral_airflow.flow.start import DESCRIPTION, MARKS, RESERVED
from mistral_airflow.operators.links import note as note_of
from mistral_airflow.service import ids, rest
from mistral_airflow.service.errors import Refusal, require, require_default_namespace
from mistral_airflow.service.rows import Row, json_text, matching, moment, shaped, structure
from mistralc.identifiers import airflow_id

ENDS = ("SUCCESS", "ERROR", "CANCELLED")
_NO_PARAMETERS = frozenset({"parent", "root", "region", MARKS, DESCRIPTION})
"""What else a run is told beside its execution parameters."""


def create(
    execution: Execution, /, *, wf_identifier: str = "", workflow_identifier: str = "", namespace: str = "",
    workflow_input: Any = None, description: str = "", source_execution_id: str | None = None, **params: Any,
) -> Row:  # fmt: skip
    """Start a run, which nothing waits for; the execution."""
    name = wf_identifier or workflow_identifier
    require("Execution", workflow_identifier=name or source_execution_id)
    require_default_namespace(namespace)
    given, params = structure(workflow_input, "workflow_input"), dict(params)
    if source_execution_id:
        source_dag, source = ids.run_named(execution, source_execution_id)
        name = name or source_dag
        given, params = {**_input(source.conf), **given}, {**_params(source.conf), **params}
        description = f"{description} Based on the execution '{source_execution_id}'".strip()
    dag_id = airflow_id(name)
    run_id = ids.new_run_id(dag_id, execution.call_id)
    note = note_of(*execution.run.place(execution.run.ti.task_id))
    start(name, run_id, given, params, description, note)
    return _row(_seen(dag_id, children.run_of(dag_id, run_id)), ids.execution_id(dag_id, run_id))


def start(
    workflow: str, run_id: str, given: Mapping[str, Any], params: Mapping[str, Any], description: str, note: str
) -> None:
    """Start a run of a workflow; `note` is for its page in the UI.

    Raises Refusal when there is no such workflow, when Airflow refuses the input, and for names that are no parameters.
    """
    if wrong := sorted(_NO_PARAMETERS & set(params)):
        raise Refusal(f"{wrong[0]} is no parameter of an execution")
    reserved = {**params, **({DESCRIPTION: description} if description else {})}
    try:
        children.start(airflow_id(workflow), run_id, {**given, **({RESERVED: reserved} if reserved else {})}, note)
    except children.UnknownWorkflow:
        raise Refusal(f"Workflow not found [workflow_identifier={workflow}, namespace=]") from None
    except CallFault as fault:
        raise Refusal(str(fault)) from None


def get(execution: Execution, /, *, id: str) -> Row:
    """An execution with its output."""
    dag_id, run = ids.run_named(execution, id)
    return _row(_seen(dag_id, run), id)


def list_(execution: Execution, /, *, task: str | None = None, conn_id: str | None = None, **asked: Any) -> list[Row]:
    """The executions of all workflows, without their outputs, the oldest first."""
    asked.pop("nulls", None)
    filters = {**asked, **({"task_execution_id": task} if task else {})}
    return shaped(_all(conn_id), **filters)


def find(execution: Execution, /, *, conn_id: str | None = None, **attributes: Any) -> list[Row]:
    """Those with all of the attributes."""
    return matching(_all(conn_id), attributes)


def update(
    execution: Execution, /, *, id: str, state: str | None = None, description: str | None = None, env: Any = None,
    conn_id: str | None = None,
) -> Row:  # fmt: skip
    """Pause, resume or stop a run."""
    dag_id, run = ids.run_named(execution, id)
    if description:
        raise Refusal("The description of a run is given when it starts: write a note on its page instead")
    if not state:
        raise Refusal("The property state is not provided for update.")
    if env and state != "RUNNING":
        raise Refusal("The property env can only be updated on resume from pause: give the state RUNNING with it.")
    operation, body = _operation(state, structure(env, "env"))
    with rest.api(conn_id) as airflow:
        airflow.call("POST", f"/mistral/dags/{dag_id}/dagRuns/{run.run_id}/{operation}", json=body)
    return _row(_seen(dag_id, children.run_of(dag_id, run.run_id)), id, whole=False)


def _operation(state: str, env: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    if state == "PAUSED":
        return "pause", {}
    if state == "RUNNING":
        return "resume", {"env": env} if env else {}
    if state in ENDS:
        return "stop", {"state": state}
    raise Refusal(f"Cannot change state to {state}. Allowed states are: RUNNING, PAUSED, {', '.join(ENDS)}")


def delete(execution: Execution, /, *, id: str, force: Any = None, conn_id: str | None = None) -> None:
    """Delete a run that has ended; with `force` any."""
    dag_id, run = ids.run_named(execution, id)
    state = _seen(dag_id, run).state()[0]
    if state not in ENDS and not force:
        raise Refusal(f"Only completed executions can be deleted. Use force to override this. [id={id}, state={state}]")
    with rest.api(conn_id) as airflow:
        airflow.call("DELETE", f"/api/v2/dags/{dag_id}/dagRuns/{run.run_id}")


@dataclass(frozen=True)
class _Seen:
    """A run, asked as a task or through the REST API: both show the same."""

    dag_id: str
    run_id: str
    workflow: str
    airflow_state: str
    conf: Mapping[str, Any]
    created: datetime | None
    updated: datetime | None

    @property
    def reserved(self) -> Mapping[str, Any]:
        return self.conf.get(RESERVED) or {}

    def state(self) -> tuple[str, str | None]:
        """State and `state_info` in Mistral's terms."""
        place = [self.dag_id, self.run_id]
        if self.airflow_state not in ("success", "failed"):
            return ("PAUSED" if is_paused(place) else "RUNNING"), None
        told = children.told(place)
        if told:
            return told["state"], told["state_info"]
        if self.airflow_state == "success":
            return "SUCCESS", None
        return "ERROR", f"The run {self.run_id} of {self.dag_id} was ended before it could tell its outcome."


def _seen(dag_id: str, run: Any) -> _Seen:
    created = run.start_date or run.run_after
    return _Seen(
        dag_id, run.run_id, dag_id, str(getattr(run.state, "value", run.state)), run.conf or {}, created,
        run.end_date or created,
    )  # fmt: skip


def _all(conn_id: str | None) -> list[Row]:
    with rest.api(conn_id) as airflow:
        workflows = {dag["dag_id"]: dag["dag_display_name"] for dag in rest.workflows(airflow)}
        runs = [run for run in rest.runs(airflow) if run["dag_id"] in workflows]
    seen = [_listed(run, workflows[run["dag_id"]]) for run in runs]
    return [_row(each, ids.execution_id(each.dag_id, each.run_id), whole=False) for each in seen]


def _listed(run: Mapping[str, Any], workflow: str) -> _Seen:
    created = _date(run["start_date"]) or _date(run["run_after"])
    return _Seen(
        run["dag_id"], run["dag_run_id"], workflow, run["state"], run["conf"] or {}, created,
        _date(run["end_date"]) or created,
    )  # fmt: skip


def _date(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _row(seen: _Seen, id: str, *, whole: bool = True) -> Row:
    """The fields of mistral `api/controllers/v2/resources.py` (Execution)."""
    state, info = seen.state()
    parent, root = seen.reserved.get("parent"), seen.reserved.get("root")
    row: Row = {
        "id": id,
        "workflow_id": seen.workflow,
        "workflow_name": seen.workflow,
        "workflow_namespace": "",
        "description": seen.reserved.get(DESCRIPTION, ""),
        "tags": [],
        "params": json_text({**_params(seen.conf), "namespace": ""}),
        "task_execution_id": _caller(parent) if parent else None,
        "root_execution_id": root["id"] if root else None,
        "state": state,
        "state_info": info,
        "input": json_text(_input(seen.conf)),
        "created_at": moment(seen.created),
        "updated_at": moment(seen.updated),
    }
    return {**row, "output": json_text(_output(seen, state))} if whole else row


def _caller(parent: Mapping[str, Any]) -> str:
    return task_uuid(parent["dag_id"], parent["run_id"], parent["task_id"])


def _output(seen: _Seen, state: str) -> Any:
    if state not in ENDS:
        return {}
    return children.output_of([seen.dag_id, seen.run_id])


def _input(conf: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (conf or {}).items() if name != RESERVED}


def _params(conf: Mapping[str, Any] | None) -> dict[str, Any]:
    reserved = (conf or {}).get(RESERVED) or {}
    return {name: value for name, value in reserved.items() if name not in _NO_PARAMETERS}


def is_paused(place: list[str]) -> bool:
    """Whether something holds the run, or one below it, as `operations.state` tells it from Airflow's database.

    A task that awaits input and has begun its work awaits the result of an asynchronous action; any other is held.
    """
    for task_id, state in children.task_states(place).items():
        if state not in ("awaiting_input", "deferred"):
            continue
        work = children.xcom([*place, task_id], WORK_KEY) or {}
        if state == "awaiting_input" and not work:
            return True
        if any(is_paused(run) for run in _below(work) if not children.ended([run])[0]):
            return True
    return False


def _below(work: Mapping[str, Any]) -> list[list[str]]:
    return [slot["run"] for slot in work.get("slots", ()) if slot["run"]] + list(work.get("open", {}).values())
