"""What is known before a run: values that depend on nothing but the inputs given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from mistralc.analysis.publishing import published
from mistralc.expressions import ExpressionError, ExpressionSyntaxError, NoFunctions, evaluate, reads
from mistralc.model import Event, Input, Workflow


class _Unknown(Enum):
    UNKNOWN = "unknown"


UNKNOWN = _Unknown.UNKNOWN
"""The value of what only a run can tell."""

_ENDS = (Event.SUCCESS, Event.ERROR, Event.SKIP)


@dataclass(frozen=True)
class Known:
    """Variables whose values are known, and the environment where that is."""

    variables: Mapping[str, Any] = field(default_factory=dict)
    env: Mapping[str, Any] | None = None

    def value(self, data: Any) -> Any:
        """The value of data with expressions; UNKNOWN when anything in it is, or cannot be evaluated."""
        try:
            read = reads(data)
            asks_run = read.everything or read.all_tasks or read.current_task or read.all_globals or read.volatile
            if asks_run or read.tasks or read.globals or not read.variables <= self._context.keys():
                return UNKNOWN
            return evaluate(data, dict(self._context), _Environment(self.env))
        except (ExpressionError, ExpressionSyntaxError):
            return UNKNOWN

    def mapping(self, data: Any) -> Mapping[str, Any]:
        """What is known of a mapping: each value by itself. Nothing of one that is an expression without a value."""
        if isinstance(data, str):
            value = self.value(data)
            return value if isinstance(value, Mapping) else {}
        found = {key: self.value(value) for key, value in data.items()}
        return {key: value for key, value in found.items() if value is not UNKNOWN}

    def within(self, variables: Mapping[str, Any], hidden: Collection[str] = ()) -> Known:
        """The same with more variables; those in `hidden` are not known."""
        kept = {name: value for name, value in self.variables.items() if name not in hidden}
        return Known({**kept, **variables}, self.env)

    @property
    def _context(self) -> Mapping[str, Any]:
        return self.variables if self.env is None else {**self.variables, "__env": self.env}


class _Environment(NoFunctions):
    def __init__(self, env: Mapping[str, Any] | None) -> None:
        self._env = env

    def env(self) -> Any:
        return super().env() if self._env is None else self._env


def passed(inputs: Iterable[Input], arguments: Mapping[str, Any], *, complete: bool) -> dict[str, Any]:
    """The inputs that are known of a call: its arguments, and defaults, which are literal, where nothing else may come.

    `complete` is False where the call may give more than its arguments. An argument may be UNKNOWN.
    """
    defaults = {each.name: each.default for each in inputs if complete and not each.required}
    return {name: value for name, value in {**defaults, **arguments}.items() if value is not UNKNOWN}


def of_workflow(workflow: Workflow, inputs: Mapping[str, Any], env: Mapping[str, Any] | None) -> Known:
    """What is known while a workflow runs: its inputs and `vars` that no task publishes anew."""
    known = Known(inputs, env)
    own = known.mapping(workflow.vars or {})
    changed = {name for task in workflow.tasks.values() for event in _ENDS for name in _published(task, event)}
    stale = {*changed, *(workflow.vars or {})} - own.keys()
    return Known({name: v for name, v in {**inputs, **own}.items() if name not in changed | stale}, env)


def _published(task: Any, event: Event) -> set[str]:
    found = published(task, event)
    return {*(found.branch or ()), *(found.globals or ())}
