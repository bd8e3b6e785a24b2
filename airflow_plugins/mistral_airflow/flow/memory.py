"""What a task remembers, after it was started again, of its earlier executions in one run: XComs are deleted then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mistral_airflow.flow.progress import Progress

_KEY = "mistral"


class Memory:
    """Airflow's state store of one task instance, read at most once and only by a task that was started before.

    `{"runs": how often its action ran, "slots": how its items ended, "children": all runs of workflows it has called,
    "published": what it published, name → value, "begun": {"round", "progress"} of an attempt whose action may have
    run}`. A round lasts until the task is cleared.
    """

    def __init__(self, context: Mapping[str, Any]) -> None:
        ti = context["ti"]
        self._store = context["task_state_store"]
        self._first = ti.try_number <= 1
        self._round = ti.max_tries  # Airflow raises it with every clearing, and with no other start
        self.generation: int = max(0, self._round - ti.task.retries)
        """0 until the task is cleared, and then another number with every clearing."""
        self._data: dict[str, Any] | None = None

    @property
    def _remembered(self) -> dict[str, Any]:
        if self._data is None:
            self._data = {} if self._first else self._store.get(_KEY) or {}
        return self._data

    @property
    def runs(self) -> int:
        """How often the task's action, or its sub-workflow, was started before it was cleared."""
        return int(self._remembered.get("runs", 0))

    @property
    def slots(self) -> Sequence[Mapping[str, Any]]:
        """How the items ended when the task ran before; one for a task without items."""
        return self._remembered.get("slots") or ()

    @property
    def children(self) -> list[list[str]]:
        """The runs of the workflows that the task called when it ran before, as (dag id, run id)."""
        return list(self._remembered.get("children") or ())

    @property
    def lost(self) -> Progress | None:
        """The attempt of a process that was lost after it began to run the action; None when there is none."""
        begun = self._remembered.get("begun")
        return Progress.from_json(begun["progress"]) if begun and begun["round"] == self._round else None

    def begin(self, progress: Progress) -> None:
        """Remember that the action may run from now on: a process that comes after this one must not run it again."""
        self._keep({**self._remembered, "begun": {"round": self._round, "progress": progress.to_json()}})

    @property
    def published(self) -> Mapping[str, Any]:
        """What the task published when it ran before: tasks that followed it may stay, and read it."""
        return self._remembered.get("published") or {}

    def keep(self, progress: Progress, slots: Sequence[Any], published: Mapping[str, Any]) -> None:
        """Remember how the task ended."""
        known = {"runs": progress.runs, "slots": [dict(vars(slot)) for slot in slots], "children": progress.children}
        self._keep({**known, "published": dict(published)})

    def _keep(self, data: dict[str, Any]) -> None:
        self._data = data
        self._store.set(_KEY, data)
