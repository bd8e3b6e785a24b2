"""What `task(x)` and `execution()` give: the types of their fields, and of the results of actions and workflows.

Fields: Mistral's `expressions/std_functions.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from mistralc.actions import find
from mistralc.analysis.dataflow.sites import ENDS
from mistralc.analysis.publishing import published
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
    choice,
    join,
    members,
    parse_type,
)
from mistralc.model import Action, Definitions, Task, Workflow

_Callee = TypeVar("_Callee", Action, Workflow)

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


class Outputs:
    """What the workflows and ad-hoc actions of one file give to their callers, by name."""

    def __init__(self, definitions: Definitions) -> None:
        self._intact = definitions.is_intact
        self._workflows = {workflow.qualified_name: workflow for workflow in definitions.workflows}
        self._actions = {action.qualified_name: action for action in definitions.actions}
        self._known: dict[str, Type] = {}

    def result_of(self, task: Task, workbook: str | None) -> Type:
        """The type of the result of a task that ended in success."""
        one: Type = NULL
        if task.workflow:
            one = self._workflow(task.workflow.name, workbook)
        elif task.action:
            one = self.of_action(task.action.name, workbook)
        return Collection("list", stored_type(one)) if task.with_items else one

    def of_action(self, name: str, workbook: str | None) -> Type:
        """The type of what an action gives. Mistral takes an ad-hoc action before one of its own."""
        own = _own(self._actions, name, workbook)
        if own is not None and own.output is not None:
            return _dict(own.output) if isinstance(own.output, dict) and self._intact(own.at) else ANY
        if own is not None and own.base.name != name:
            found = find(own.base.name)
        else:
            found = find(name)
        return parse_type(found.result) if found and not found.asynchronous else ANY

    def _workflow(self, name: str, workbook: str | None) -> Type:
        """Without `output` a workflow gives all that its tasks published (workflow/data_flow.py)."""
        own = _own(self._workflows, name, workbook)
        if own is None or not self._intact(own.at):
            return DICT
        if own.qualified_name not in self._known:
            self._known[own.qualified_name] = _dict(own.output or _all_published(own))
        return self._known[own.qualified_name]


def _own(named: Mapping[str, _Callee], name: str, workbook: str | None) -> _Callee | None:
    return (named.get(f"{workbook}.{name}") if workbook else None) or named.get(name)


def _dict(written: Mapping[str, object]) -> Record:
    """A dict of these keys, of whose values nothing is known."""
    return Record(tuple((name, ANY) for name in written if isinstance(name, str)), open=False)


def _all_published(workflow: Workflow) -> dict[str, object]:
    sections = (published(task, event).branch for task in workflow.tasks.values() for event in ENDS)
    return {name: None for section in sections for name in section or {}}


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


_STATES = ("IDLE", "WAITING", "RUNNING", "DELAYED", "PAUSED", "SUCCESS", "CANCELLED", "ERROR", "SKIPPED")
"""Mistral: `workflow/states.py`."""


def task_record(result: Type) -> Record:
    """What `task(x)` gives for a task that has run."""
    return Record(
        (
            ("id", STR),
            ("name", STR),
            ("spec", DICT),
            ("state", choice(*_STATES)),
            ("state_info", ANY),
            ("result", result),
            ("published", DICT),
            ("type", choice("ACTION", "WORKFLOW")),
            ("workflow_execution_id", STR),
            ("created_at", STR),
            ("updated_at", join((STR, NULL))),
        ),
        open=False,
    )
