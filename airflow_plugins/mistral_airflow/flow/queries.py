"""What `tasks()` and `executions()` find: the tasks of this run, and the run itself.

Rules: mistral `expressions/std_functions.py`. Mistral looks through everything its database holds; a task of Airflow's
sees its own run. A question about others is refused by name, never answered in part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]


def require_own(execution_id: object, own_id: str) -> None:
    """Raise LookupError when `tasks` is asked for another execution than its own."""
    if execution_id != own_id:
        raise LookupError("tasks() answers for its own execution only: give it the id, tasks(execution().id)")


def find_tasks(tasks: Iterable[Row], state: str | None, flat: bool) -> list[Row]:
    """The tasks in that state; with `flat` only those that call no other workflow."""
    return [
        row for row in tasks
        if (not state or row["state"] == state) and not (flat and row["type"] == "WORKFLOW")
    ]  # fmt: skip


def find_executions(own: Row, filters: Mapping[str, Any]) -> list[Row]:
    """The executions that match every filter that is given: this one, or none.

    Raises LookupError when others may match.
    """
    given = {name: value for name, value in filters.items() if value is not None}
    if given.get("id") != own["id"]:
        raise LookupError("executions() answers for its own only: give it the id, executions(execution().id)")
    return [own] if all(_matches(own, given)) else []


def _matches(own: Row, given: Mapping[str, Any]) -> Iterator[bool]:
    """Times are ISO text in both, and ISO text sorts by time."""
    for name, value in given.items():
        if name == "from_time":
            yield own["created_at"] >= value
        elif name == "to_time":
            yield own["created_at"] < value
        else:
            yield own[name] == value
