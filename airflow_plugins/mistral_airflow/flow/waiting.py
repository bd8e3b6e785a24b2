"""A task whose result comes from outside: a Required Action of Airflow's, answered in the UI or through the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from airflow.sdk.execution_time.hitl import upsert_hitl_detail

SUCCEED, FAIL = "Succeed", "Fail"
RESULT = "result"

_RESULT_FIELD = {
    "value": None,
    "description": "JSON, or text where it is no JSON; empty for null.",
    "schema": {"type": ["string", "array", "object", "number", "boolean", "null"]},
}
_BODY = f"""\
The task `{{task}}` waits for the result of `{{action}}`.

**{SUCCEED}** gives it its `{RESULT}`, **{FAIL}** makes it fail with `{RESULT}` as the error.
"""


def ask(ti: Any, task: str, action: str) -> None:
    """Ask whoever knows for the result of `action`."""
    upsert_hitl_detail(
        ti_id=ti.id,
        options=[SUCCEED, FAIL],
        subject=f"{task}: result of {action}",
        body=_BODY.format(task=task, action=action),
        params={RESULT: _RESULT_FIELD},
    )


def address(ti: Any) -> str:
    """Where the answer is given: a PATCH of Airflow's public API, by whoever may answer Required Actions of the DAG.

    Absolute where Airflow knows its own address (`[api] base_url`); else a path, as Mistral's own is.
    """
    from airflow.sdk.configuration import conf

    base = str(conf.get("api", "base_url", fallback=None) or "").rstrip("/")
    dag, run, task = (quote(str(part), safe="") for part in (ti.dag_id, ti.run_id, ti.task_id))
    return f"{base}/api/v2/dags/{dag}/dagRuns/{run}/taskInstances/{task}/{ti.map_index}/hitlDetails"


def answer(event: Mapping[str, Any]) -> tuple[bool, Any]:
    """(whether the action succeeded, its result or error) of the event that Airflow resumes the task with."""
    result = (event.get("params_input") or {}).get(RESULT)
    failed = FAIL in (event.get("chosen_options") or ())
    return not failed, result
