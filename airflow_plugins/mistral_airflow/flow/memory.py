"""What a task remembers, after it was cleared, of its earlier executions in one run: XComs are deleted then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

_KEY = "mistral"


class Memory:
    """Airflow's state store of one task instance, read at most once.

    `{"generation": how often the task has ended, "slots": how its items ended, "reset": bool}`
    """

    def __init__(self, context: Mapping[str, Any]) -> None:
        self._store = context["task_state_store"]
        self._data: dict[str, Any] | None = None

    @property
    def _remembered(self) -> dict[str, Any]:
        if self._data is None:
            self._data = self._store.get(_KEY) or {}
        return self._data

    @property
    def generation(self) -> int:
        """How often the task has ended in this run."""
        return int(self._remembered.get("generation", 0))

    def kept_results(self) -> Sequence[Mapping[str, Any]]:
        """How the items ended when the task ran before; none when the rerun is to repeat them all."""
        return () if self._remembered.get("reset", True) else self._remembered.get("slots", ())

    def keep(self, generation: int, slots: Sequence[Any]) -> None:
        """Remember how the task ended."""
        self._data = {"generation": generation, "slots": [asdict(slot) for slot in slots], "reset": True}
        self._store.set(_KEY, self._data)
