"""Cron triggers: each is the JSON object in the Airflow Variable `mistral_cron_trigger_NAME`, as a person can edit it.

The DAG `mistral_cron_triggers` starts what is due (`service.ticking`). Rules: mistral `services/triggers.py`.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from mistral_airflow.actions.action import Execution
from mistral_airflow.flow import children
from mistral_airflow.service.errors import Refusal, require
from mistral_airflow.service.rows import Row, json_text, matching, moment, now, shaped, structure
from mistral_airflow.service.variables import StoredObjects
from mistralc.identifiers import CRON_TRIGGERS_DAG, airflow_id

STORED = StoredObjects("mistral_cron_trigger_")
NOTICE = timedelta(minutes=1)
"""How long before its first execution a trigger must be created."""

TIME = "%Y-%m-%d %H:%M:%S"
"""Times of a trigger: UTC."""


def create(
    execution: Execution, /, *, name: str, workflow_identifier: str, workflow_input: Any = None,
    workflow_params: Any = None, pattern: str | None = None, first_time: Any = None, count: Any = None,
) -> Row:  # fmt: skip
    """A new trigger. Its workflow must be there, and the DAG that starts what is due."""
    require("CronTrigger", name=name, workflow_identifier=workflow_identifier)
    first, remaining = _first_time(first_time), count_of(count)
    due = _first_due(pattern or None, first, remaining)
    _require_dags(workflow_identifier)
    if STORED.get(name) is not None:
        raise Refusal(f"Duplicate entry for CronTrigger ['name', 'project_id']: {name}, None")
    trigger = {
        "id": str(uuid.uuid4()),
        "name": name,
        "workflow_name": workflow_identifier,
        "workflow_input": structure(workflow_input, "workflow_input"),
        "workflow_params": structure(workflow_params, "workflow_params"),
        "pattern": pattern or None,
        "remaining_executions": 1 if first and not (pattern or remaining) else remaining,
        "first_execution_time": moment(first),
        "next_execution_time": moment(due),
        "created_at": moment(now()),
        "updated_at": None,
    }
    write(trigger)
    return _view(trigger)


def get(execution: Execution, /, *, name: str) -> Row:
    """A trigger by its name."""
    require("CronTrigger", name=name)
    return _view(_found(name))


def list_(execution: Execution, /, **asked: Any) -> list[Row]:
    """The triggers there are."""
    return shaped(_all(), **asked)


def find(execution: Execution, /, **attributes: Any) -> list[Row]:
    """Those with all of the attributes."""
    return matching(_all(), attributes)


def delete(execution: Execution, /, *, name: str) -> None:
    """Delete a trigger; what it started goes on."""
    require("CronTrigger", name=name)
    _found(name)
    STORED.delete(name)


def write(trigger: dict[str, Any]) -> None:
    """Store a trigger."""
    STORED.put(trigger["name"], trigger, f"Cron trigger of the workflow {trigger['workflow_name']}")


def next_time(pattern: str, after: datetime) -> datetime:
    """The first time after `after` that fits the pattern."""
    from croniter import croniter  # type: ignore[import-untyped]

    found: datetime = croniter(pattern, after).get_next(datetime)
    return found


def _first_time(value: Any) -> datetime | None:
    if not value:
        return None
    try:
        return datetime.strptime(str(value), "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    except ValueError as error:
        raise Refusal(str(error)) from None


def count_of(value: Any) -> int | None:
    """How often a trigger is to start its workflow yet; None: for ever. Raises Refusal."""
    if value is None or value == "":
        return None
    try:
        count = int(value)
    except (TypeError, ValueError):
        raise Refusal(
            f"Invalid input for field/attribute remaining_executions. Value: '{value}'. Value should be a number"
        ) from None
    if count < 1:
        raise Refusal(
            f"Invalid input for field/attribute remaining_executions. Value: '{value}'. "
            "Value should be greater or equal to 1"
        )
    return count


def _first_due(pattern: str | None, first: datetime | None, count: int | None) -> datetime:
    if not (first or pattern):
        raise Refusal("Pattern or first_execution_time must be specified.")
    if first and now() + NOTICE > first:
        raise Refusal("first_execution_time must be at least 1 minute in the future.")
    if not pattern and count and count > 1:
        raise Refusal("Pattern must be provided if count is superior to 1.")
    if pattern:
        check_pattern(pattern)
    return first or next_time(str(pattern), now())


def check_pattern(pattern: str) -> None:
    """Raise Refusal for what is no cron expression of five fields."""
    from croniter import croniter

    try:
        fields = len(croniter(pattern).expressions)
    except (ValueError, KeyError):
        raise Refusal(f"The specified pattern is not valid: {pattern}") from None
    if fields > _MINUTES_AND_LONGER:
        raise Refusal(
            f"A pattern with seconds is not supported [pattern={pattern}]: triggers are looked at each minute"
        )


_MINUTES_AND_LONGER = 5


def _require_dags(workflow: str) -> None:
    if children.dag_of(airflow_id(workflow)) is None:
        raise Refusal(f"Workflow not found [workflow_identifier={workflow}, namespace=]")
    if children.dag_of(CRON_TRIGGERS_DAG) is None:
        raise Refusal(
            f"Nothing would start the workflow: the DAG {CRON_TRIGGERS_DAG} is not there. `mistralc compile` writes it "
            "beside every workflow that creates cron triggers: copy it to the DAG folder."
        )


def _found(name: str) -> dict[str, Any]:
    trigger = STORED.get(name)
    if trigger is None:
        raise Refusal(f"Cron trigger not found [identifier={name}]")
    return trigger


def _all() -> list[Row]:
    found = [trigger for name in STORED.names() if (trigger := STORED.get(name)) is not None]
    return [_view(trigger) for trigger in sorted(found, key=lambda trigger: str(trigger.get("created_at")))]


def _view(trigger: dict[str, Any]) -> Row:
    """The fields of mistral `api/controllers/v2/resources.py` (CronTrigger)."""
    workflow = trigger.get("workflow_name")
    return {
        "id": trigger.get("id"),
        "name": trigger.get("name"),
        "workflow_name": workflow,
        "workflow_id": workflow,
        "workflow_input": json_text(trigger.get("workflow_input") or {}),
        "workflow_params": json_text(trigger.get("workflow_params") or {}),
        "scope": "private",
        "pattern": trigger.get("pattern"),
        "remaining_executions": trigger.get("remaining_executions"),
        "first_execution_time": trigger.get("first_execution_time"),
        "next_execution_time": trigger.get("next_execution_time"),
        "created_at": trigger.get("created_at"),
        "updated_at": trigger.get("updated_at"),
    }
