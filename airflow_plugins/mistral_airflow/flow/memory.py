"""What a task remembers, after it was cleared, of its earlier executions in one run: XComs are deleted then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

_KEY = "mistral"


class Memory:
    """Airflow's state store of one task instance, read at most once and only by a task that was cleared.

    `{"generation": how often the task has ended, "runs": how often its action ran, "slots": how its items ended}`
    """

    def __init__(self, context: Mapping[str, Any]) -> None:
        self._store = context["task_state_store"]
        self._first = context["ti"].try_number <= 1
        self._data: dict[str, Any] | None = None

    @property
    def _remembered(self) -> dict[str, Any]:
        if self._data is None:
            self._data = {} if self._first else self._store.get(_KEY) or {}
        return self._data

    @property
    def generation(self) -> int:
        """How often the task has ended in this run."""
        return int(self._remembered.get("generation", 0))

    @property
    def runs(self) -> int:
        """How often the task's action, or its sub-workflow, was started before it was cleared."""
        return int(self._remembered.get("runs", 0))

    @property
    def slots(self) -> Sequence[Mapping[str, Any]]:
        """How the items ended when the task ran before; one for a task without items."""
        return self._remembered.get("slots") or ()

    def keep(self, generation: int, runs: int, slots: Sequence[Any]) -> None:
        """Remember how the task ended."""
        self._data = {"generation": generation, "runs": runs, "slots": [asdict(slot) for slot in slots]}
        self._store.set(_KEY, self._data)
