"""What `task(x)` and `execution()` give: the types of their fields, and of the results of actions in the catalogue.

Fields: Mistral's `expressions/std_functions.py`.
"""

from __future__ import annotations

from mistralc.actions import find
from mistralc.expressions.types import (
    ANY,
    BOOL,
    DATETIME,
    DICT,
    FLOAT,
    INT,
    NEVER,
    NULL,
    STR,
    Collection,
    Record,
    Type,
    join,
    members,
    parse_type,
)
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


def result_of(task: Task) -> Type:
    """The type of the result of a task that ended in success."""
    one: Type = ANY
    if task.workflow:
        one = DICT
    elif task.action is None:
        one = NULL
    elif (action := find(task.action.name)) and not action.asynchronous:
        one = parse_type(action.result)
    return Collection("list", stored_type(one)) if task.with_items else one


def stored_type(type_: Type) -> Type:
    """What a value is after Mistral has kept it as JSON: collections are lists, times are text."""
    return join(_stored(member) for member in members(type_))


def _stored(type_: Type) -> Type:
    if isinstance(type_, Collection):
        return Collection("list", stored_type(type_.item))
    if isinstance(type_, Record):
        return Record(tuple((name, stored_type(field)) for name, field in type_.fields), type_.open)
    if type_ == DATETIME:
        return STR
    return type_ if type_ in _PLAIN else ANY


_PLAIN = (NULL, BOOL, INT, FLOAT, STR, NEVER)


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
