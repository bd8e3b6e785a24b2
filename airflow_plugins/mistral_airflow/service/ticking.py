"""One tick of the cron triggers: what is due is started, and each trigger goes on to its next time.

Rules: mistral `services/periodic.py` (what was missed is made up for once; the last execution deletes the trigger).
The id of the run follows from the trigger and the time: a tick that dies and comes again starts nothing twice.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from mistral_airflow.service import executions, ids
from mistral_airflow.service.cron_triggers import STORED, TIME, check_pattern, count_of, next_time, write
from mistral_airflow.service.errors import Refusal
from mistral_airflow.service.rows import moment, structure
from mistralc.identifiers import airflow_id

LOG = logging.getLogger(__name__)
EARLY = timedelta(seconds=2)
"""How much before its time a trigger is due, as in Mistral."""

MOST_TOLD = 10_000
"""Missed times are counted up to here."""


@dataclass(frozen=True)
class Fired:
    """What came of one trigger that was due; `missed` counts the times since then that no run is started for."""

    trigger: str
    due: str
    execution_id: str | None
    missed: int
    error: str | None = None


def tick(now: datetime) -> list[dict[str, Any]]:
    """Start what is due at `now`; what came of each trigger, as plain data. One that fails does not stop the others."""
    return [asdict(fired) for fired in _fire_all(now)]


def failures(fired: list[dict[str, Any]]) -> str:
    """What a person has to look at; nothing when all went well."""
    return "; ".join(f"{each['trigger']}: {each['error']}" for each in fired if each["error"])


def _fire_all(now: datetime) -> Iterator[Fired]:
    for name in STORED.names():
        try:
            trigger = STORED.get(name)
            if trigger is None or _due(trigger) > now + EARLY:
                continue
            yield _fire(_read(name, trigger), now)
        except Refusal as error:
            LOG.error("The cron trigger %s cannot be read: %s", name, error)
            yield Fired(name, "", None, 0, f"{error}: mend the Airflow Variable {STORED.prefix}{name}")


def _due(trigger: Mapping[str, Any]) -> datetime:
    """When a trigger is due next. Raises Refusal."""
    text = trigger.get("next_execution_time")
    try:
        return datetime.strptime(str(text), TIME).replace(tzinfo=UTC)
    except ValueError:
        raise Refusal(f"next_execution_time is {text!r}, no time like '2030-01-31 23:59:00'") from None


def _read(name: str, trigger: Mapping[str, Any]) -> dict[str, Any]:
    """A trigger, which a person may have edited. Raises Refusal before anything is started for one that is broken."""
    if pattern := trigger.get("pattern"):
        check_pattern(str(pattern))
    return {**trigger, "name": name, "remaining_executions": count_of(trigger.get("remaining_executions"))}


def _fire(trigger: dict[str, Any], now: datetime) -> Fired:
    due = _due(trigger)
    try:
        execution_id, error = _start(trigger, due), None
    except Refusal as refusal:  # as in Mistral, the trigger goes on
        LOG.error("The cron trigger %s could not start its workflow: %s", trigger["name"], refusal)
        execution_id, error = None, str(refusal)
    missed = _go_on(trigger, due, now)
    if missed:
        LOG.warning("The cron trigger %s missed %d more times since %s", trigger["name"], missed, moment(due))
    return Fired(trigger["name"], str(moment(due)), execution_id, missed, error)


def _start(trigger: Mapping[str, Any], due: datetime) -> str:
    workflow = str(trigger.get("workflow_name"))
    dag_id = airflow_id(workflow)
    run_id = ids.new_run_id(dag_id, f"{trigger.get('id')}/{moment(due)}")
    given = structure(trigger.get("workflow_input"), "workflow_input")
    params = structure(trigger.get("workflow_params"), "workflow_params")
    note = f"Started by the cron trigger `{trigger['name']}` for {moment(due)} UTC"
    executions.start(workflow, run_id, given, params, _description(trigger), note)
    LOG.info("The cron trigger %s started %s: run %s", trigger["name"], workflow, run_id)
    return ids.execution_id(dag_id, run_id)


def _description(trigger: Mapping[str, Any]) -> str:
    """Mistral's text."""
    return json.dumps({
        "description": f"Workflow execution created by cron trigger '({trigger.get('id')})'.",
        "triggered_by": {"type": "cron_trigger", "id": trigger.get("id")},
    })  # fmt: skip


def _go_on(trigger: dict[str, Any], due: datetime, now: datetime) -> int:
    """Set the next time, or delete a trigger that is done; how many times since `due` have passed.

    One that was deleted or edited meanwhile is left as it is.
    """
    name, pattern, remaining = trigger["name"], trigger.get("pattern"), trigger.get("remaining_executions")
    missed = _missed(pattern, due, now) if pattern else 0
    present = STORED.get(name)
    if present is None or present.get("next_execution_time") != trigger["next_execution_time"]:
        return missed
    if remaining == 1 or not pattern:
        STORED.delete(name)
        return missed
    following = next_time(pattern, max(now, due))
    write({
        **trigger,
        "remaining_executions": remaining - 1 if remaining else None,
        "next_execution_time": moment(following),
        "updated_at": moment(now),
    })  # fmt: skip
    return missed


def _missed(pattern: str, due: datetime, now: datetime) -> int:
    def passed() -> Iterator[datetime]:
        at = next_time(pattern, due)
        while at <= now:
            yield at
            at = next_time(pattern, at)

    return sum(1 for _ in islice(passed(), MOST_TOLD))
