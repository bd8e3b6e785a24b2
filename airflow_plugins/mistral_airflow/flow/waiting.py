"""A task that waits for somebody: a Required Action of Airflow's, answered in the UI or through the API."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from airflow.sdk.exceptions import TaskAwaitingInput
from airflow.sdk.execution_time.hitl import upsert_hitl_detail

from mistral_airflow.flow.progress import Progress
from mistral_airflow.flow.record import State

SUCCEED, FAIL, CANCEL, RESUME = "Succeed", "Fail", "Cancel", "Resume"
RESULT, ITEM = "result", "item"

_RESULT_FIELD: dict[str, Any] = {
    "value": None,
    "description": "JSON, or text where it is no JSON; empty for null.",
    "schema": {"type": ["string", "array", "object", "number", "boolean", "null"]},
}
_ITEM_FIELD: dict[str, Any] = {
    "description": "Which item of with-items the result is for, counted from 0.",
    "schema": {"type": "integer"},
}
_BODY = f"""\
The task `{{task}}` waits for the result of `{{action}}`.

**{SUCCEED}** gives it its `{RESULT}`, **{FAIL}** makes it fail with `{RESULT}` as the error,
**{CANCEL}** cancels the run.
"""
_PAUSED = f"""\
The run is paused {{place}}. **{RESUME}** lets it go on.
"""
_STATES: dict[str, State] = {SUCCEED: "SUCCESS", FAIL: "ERROR", CANCEL: "CANCELLED"}


def ask(ti: Any, task: str, operator: Any, items: Sequence[int]) -> None:
    """Ask whoever knows for the result of an asynchronous action.

    `items` are the places of the task that wait for one; none where this instance waits for one result.
    """
    params: dict[str, Any] = {RESULT: _RESULT_FIELD}
    if items:
        params[ITEM] = {"value": items[0], **_ITEM_FIELD}
    upsert_hitl_detail(
        ti_id=ti.id,
        options=[SUCCEED, FAIL, CANCEL],
        subject=f"{task}: result of {operator.action}",
        body=_BODY.format(task=task, action=operator.action),
        params=params,
    )
    operator.log.info(
        "Waiting for the result of %s: answer under Required Actions, or through the API", operator.action
    )


def ask_to_resume(ti: Any, place: str, message: str | None = None, progress: Progress | None = None) -> None:
    """Pause here: "before" or "after" a task. Raises TaskAwaitingInput: the process ends here."""
    subject = f"Paused {place}{': ' + message if message else ''}"
    upsert_hitl_detail(ti_id=ti.id, options=[RESUME], subject=subject, body=_PAUSED.format(place=place), params={})
    park(progress or Progress())


def answers(event: Mapping[str, Any]) -> bool:
    """Whether a task was resumed with a result; else time has passed, or a child run has ended.

    A task that paused before its action still has that question in the UI, with RESUME for an answer: no result either.
    """
    return bool({*(event.get("chosen_options") or ())} & _STATES.keys())


def answer(event: Mapping[str, Any]) -> tuple[State, Any, int | None]:
    """(state, result or error, item) of the event that Airflow resumes the task with."""
    given = event.get("params_input") or {}
    (option,) = event["chosen_options"]
    return _STATES[option], given.get(RESULT), given.get(ITEM)


def park(progress: Progress) -> None:
    """End the process until the question is answered or the deadline has passed. Raises TaskAwaitingInput."""
    left = None if progress.deadline is None else timedelta(seconds=max(progress.deadline - time.time(), 0.0))
    raise TaskAwaitingInput(method_name="resume", kwargs={"progress": progress.to_json()}, timeout=left)


def address(ti: Any) -> str:
    """Where the answer is given: a PATCH of Airflow's public API, by whoever may answer Required Actions of the DAG.

    Absolute where Airflow knows its own address (`[api] base_url`); else a path, as Mistral's own is.
    """
    from airflow.sdk.configuration import conf

    base = str(conf.get("api", "base_url", fallback=None) or "").rstrip("/")
    dag, run, task = (quote(str(part), safe="") for part in (ti.dag_id, ti.run_id, ti.task_id))
    return f"{base}/api/v2/dags/{dag}/dagRuns/{run}/taskInstances/{task}/{ti.map_index}/hitlDetails"
