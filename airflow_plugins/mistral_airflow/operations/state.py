"""The state of an execution in Mistral's terms, and what may become of it (mistral `workflow/states.py`)."""

from __future__ import annotations

from typing import Any

from airflow.models.dagrun import DagRun

from mistral_airflow.flow.children import OUTCOME
from mistral_airflow.flow.marks import Marks
from mistral_airflow.flow.record import KEY
from mistral_airflow.operations import family, instances, xcoms

ENDS = ("SUCCESS", "ERROR", "CANCELLED")


def state_of(session: Any, run: DagRun) -> str:
    """RUNNING, PAUSED, SUCCESS, ERROR or CANCELLED."""
    if run.state not in family.ACTIVE:
        told = xcoms.read(session, run, OUTCOME, KEY)
        return str(told["state"]) if told else "SUCCESS" if run.state == "success" else "ERROR"
    stop = Marks.of(run.conf).stop
    if stop:
        return stop.state
    return "PAUSED" if is_paused(session, run) else "RUNNING"


def is_paused(session: Any, run: DagRun) -> bool:
    """Whether a person or a workflow paused the run, or one below it: that pauses those above (mistral)."""
    if run.state not in family.ACTIVE:
        return False
    here = any(instances.is_held(ti) or instances.waits_for_resume(ti) for ti in instances.of_run(session, run))
    return here or any(is_paused(session, child) for child in family.children(session, run))
