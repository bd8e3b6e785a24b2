"""Ad-hoc actions as a DAG file holds them: names of the author's own for other actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class AdHocAction:
    """One ad-hoc action, in the words of its definition.

    :param base: the action it runs: one of the runtime or another ad-hoc action, by its full name.
    :param base_input: the arguments of the base; expressions see the arguments of this action.
    :param input: what it takes itself: a name, or {name: default} with a literal default.
    :param output: its result, made of the result of the base; None: that result itself.
    """

    base: str
    base_input: Mapping[str, Any] = field(default_factory=dict)
    input: Sequence[str | Mapping[str, Any]] = ()
    output: Any = None

    @property
    def required(self) -> list[str]:
        """Arguments that have no default."""
        return [entry for entry in self.input if isinstance(entry, str)]

    @property
    def defaults(self) -> dict[str, Any]:
        """Arguments that may be left out."""
        return {name: value for entry in self.input if isinstance(entry, Mapping) for name, value in entry.items()}


class AdHocActions:
    """The ad-hoc actions that the tasks of a workflow can reach.

    :param actions: full name (`book.name` for one of a workbook) → action.
    :param workbook: the workbook the workflow belongs to: its actions are found by their short names, before others.
    """

    def __init__(self, actions: Mapping[str, AdHocAction], workbook: str | None = None) -> None:
        self._actions = dict(actions)
        self._workbook = workbook

    def called(self, name: str) -> str | None:
        """The full name of the action that a task calls `name`; None when it is no ad-hoc action."""
        candidates = (f"{self._workbook}.{name}", name) if self._workbook else (name,)
        return next((candidate for candidate in candidates if candidate in self._actions), None)

    def get(self, full_name: str) -> AdHocAction | None:
        """The action of that full name."""
        return self._actions.get(full_name)
