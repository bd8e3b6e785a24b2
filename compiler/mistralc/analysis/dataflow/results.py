"""What `task(x)` and `execution()` give: the types of their fields, and of the results of standard actions.

Fields: Mistral's `expressions/std_functions.py`. Results: `actions/std_actions.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from mistralc.expressions.types import ANY, DICT, FLOAT, INT, NULL, STR, Collection, Record, Type, join
from mistralc.model import Task

EXECUTION = Record(
    (
        ("id", STR),
        ("name", STR),
        ("spec", DICT),
        ("input", DICT),
        ("params", DICT),
        ("created_at", STR),
        ("updated_at", STR),
        ("root_execution_id", ANY),
    ),
    open=False,
)

_HTTP = Record(
    (
        ("content", ANY),
        ("status", INT),
        ("headers", DICT),
        ("url", STR),
        ("history", ANY),
        ("encoding", ANY),
        ("reason", ANY),
        ("cookies", DICT),
        ("elapsed", FLOAT),
    ),
    open=False,
)

_RESULTS: Mapping[str, Type] = {
    "std.email": NULL,
    "std.http": _HTTP,
    "std.noop": NULL,
    "std.sleep": NULL,
    "std.ssh": STR,
    "std.ssh_proxied": STR,
}


def result_of(task: Task) -> Type:
    """The type of the result of a task that ended in success."""
    if task.workflow:
        one: Type = DICT
    elif task.action is None:
        one = NULL
    else:
        one = _RESULTS.get(task.action.name, ANY)
    return Collection("list", one) if task.with_items else one


def task_record(result: Type) -> Record:
    """What `task(x)` gives for a task that has run."""
    return Record(
        (
            ("id", STR),
            ("name", STR),
            ("spec", DICT),
            ("state", STR),
            ("state_info", ANY),
            ("result", result),
            ("published", DICT),
            ("type", STR),
            ("workflow_execution_id", STR),
            ("created_at", STR),
            ("updated_at", join((STR, NULL))),
        ),
        open=False,
    )
