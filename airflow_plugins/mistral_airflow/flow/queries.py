"""What `tasks()` and `executions()` find: the tasks of this run and of those it called, and the run itself.

Rules: mistral `expressions/std_functions.py`. Mistral looks through everything its database holds; a task of Airflow's
sees its own run and what that called. A question about others is refused by name, never answered in part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from mistral_airflow.flow import children
from mistral_airflow.flow.listing import Listed, Row


def require_own(execution_id: object, own_id: str) -> None:
    """Raise LookupError when `tasks` is asked for another execution than its own."""
    if execution_id != own_id:
        raise LookupError("tasks() answers for its own execution only: give it the id, tasks(execution().id)")


def find_tasks(
    tasks: Iterable[Listed], of_called: Callable[[Sequence[str]], Iterable[Listed]], recursive: bool,
    state: str | None, flat: bool,
) -> list[Row]:  # fmt: skip
    """The tasks in that state and, when `recursive`, those of the runs they called behind them.

    With `flat`, a task that called a run which ended as the task did is left out: the cause is in there.
    """
    tasks = list(tasks)
    rows = [
        listed.row for listed in tasks
        if (not state or listed.row["state"] == state) and not (flat and _repeats(listed))
    ]  # fmt: skip
    called = [run for listed in tasks for run in listed.runs] if recursive else []
    return rows + [row for run in called for row in find_tasks(of_called(run), of_called, recursive, state, flat)]


def _repeats(listed: Listed) -> bool:
    return any((children.told(run) or {}).get("state") == listed.row["state"] for run in listed.runs)


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
