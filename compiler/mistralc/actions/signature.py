"""What the compiler knows of an action: its parameters, the shape of its result, whether it changes anything."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. Types are in the notation of `mistralc.expressions.types.parse_type`.

    A value of another type makes the action fail when it runs; it is ``any`` where Mistral's code takes anything.
    """

    name: str
    type: str
    doc: str
    required: bool = False
    default: Any = None
    secret: bool = False
    """Never shown in logs."""
    added: bool = False
    """Ours: Mistral does not have it, and a workflow that names it does not run there."""


@dataclass(frozen=True, slots=True)
class ActionSignature:
    """An action by name. ``result`` is a type in the same notation."""

    name: str
    doc: str
    parameters: tuple[Parameter, ...] = ()
    result: str = "null"
    accepts_unknown: bool = False
    """It takes arguments that are no parameters (`**kwargs` in Python)."""
    mutating: bool = False
    """It may change something outside the run."""
    twice: bool = False
    """Run again, it may leave a second thing or have a second effect: a second server, not the same state once more."""
    asynchronous: bool = False
    """It only starts something: the result is given from outside, later."""
    connection_gives: frozenset[str] = frozenset()
    """Required parameters that an Airflow connection, named by `conn_id`, may give instead of the workflow."""

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)

    def missing(self, given: Collection[str]) -> list[str]:
        """Required parameters for which there is no argument, in their order."""
        supplied = {*given, *(self.connection_gives if CONNECTION in given else ())}
        return [p.name for p in self.parameters if p.required and p.name not in supplied]

    def unknown(self, given: Collection[str]) -> list[str]:
        """Arguments for which there is no parameter, sorted."""
        return [] if self.accepts_unknown else sorted(set(given) - {p.name for p in self.parameters})


CONNECTION = "conn_id"
"""The parameter that names an Airflow connection."""
