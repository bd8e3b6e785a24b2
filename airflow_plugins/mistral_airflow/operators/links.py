"""The way between runs in Airflow's UI: from a task to the runs it started, and from each of these back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from airflow.sdk import BaseOperatorLink

LINK_KEY = "started_runs"
"""The XCom key of the address that the button of a task leads to: there from the moment its first run has started."""


class StartedRuns(BaseOperatorLink):
    """A button on the page of a task that starts runs."""

    name = "Started runs"
    xcom_key = LINK_KEY

    def get_link(self, operator: Any, *, ti_key: Any) -> str:
        """What the task stored when it started them; Airflow asks in its process, at the end, and stores it again."""
        if str(getattr(ti_key, "id", "")) in _known:
            return _known[str(ti_key.id)]
        from airflow.sdk.execution_time.xcom import XCom

        found: str | None = XCom.get_one(
            key=LINK_KEY, dag_id=ti_key.dag_id, task_id=ti_key.task_id, run_id=ti_key.run_id, map_index=-1
        )
        return found or ""


_known: dict[str, str] = {}
"""Id of the task instance that this process runs → address, so that Airflow need not be asked for it."""


def show(ti: Any, runs: Sequence[Sequence[str]]) -> None:
    """Let the button of a task instance lead to `runs` from now on."""
    remember(ti, runs)
    ti.xcom_push(LINK_KEY, _known[str(ti.id)])


def remember(ti: Any, runs: Sequence[Sequence[str]]) -> None:
    """Know where the button leads, in the process that goes on with a task."""
    _known.clear()
    _known[str(ti.id)] = runs_url(runs)


def runs_url(runs: Sequence[Sequence[str]]) -> str:
    """The page of a run (dag id, run id); of several, the list of the runs of their DAG."""
    dag_id, run_id = runs[0]
    return _url(dag_id, run_id) if len(runs) == 1 else _url(dag_id)


def note(dag_id: str, run_id: str, task_id: str) -> str:
    """What the page of a started run says about the task that did (Markdown)."""
    return f"Started by the task [{task_id}]({_url(dag_id, run_id)}/tasks/{quote(task_id)}) of `{dag_id}`"


def _url(dag_id: str, run_id: str = "") -> str:
    from airflow.sdk.configuration import conf

    base = conf.get("api", "base_url", fallback="").rstrip("/")
    return f"{base}/dags/{quote(dag_id)}/runs{'/' + quote(run_id) if run_id else ''}"
