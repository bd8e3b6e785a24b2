"""Waiting without a worker: until a moment, until child runs or tasks end, or whichever comes first."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

from airflow.triggers.base import BaseTrigger, TriggerEvent

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 2.0
"""Seconds between two looks at child runs; the pause grows while nothing happens."""


class WaitTrigger(BaseTrigger):
    """Fires when `until` (seconds since the epoch) has passed, one of `runs` has ended, or all of `tasks`, or `item`.

    :param until: None for no end of time.
    :param runs: pairs of dag id and run id.
    :param tasks: dag id, run id, and the ids of tasks of that run.
    :param item: dag id, run id, task id and number of an instance of a mapped task.
    """

    def __init__(
        self, until: float | None = None, runs: Sequence[Sequence[str]] = (), tasks: Sequence[str] = (),
        item: Sequence[Any] = (),
    ) -> None:  # fmt: skip
        super().__init__()  # type: ignore[no-untyped-call]
        self.until = until
        self.runs = [list(run) for run in runs]
        self.tasks = list(tasks)
        self.item = list(item)

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Airflow's form of a trigger: class path and arguments."""
        return "mistral_airflow.triggers.wait.WaitTrigger", {
            "until": self.until, "runs": self.runs, "tasks": self.tasks, "item": self.item,
        }  # fmt: skip

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Yield once. What has happened is for the task to find out: more may have by the time it runs."""
        pause = FIRST_PAUSE
        while not self._due():
            left = self.until - time.time() if self.until is not None else pause
            await asyncio.sleep(max(0.0, min(left, pause) if self._looks else left))
            pause = min(pause * 1.5, LONGEST_PAUSE)
        yield TriggerEvent({})  # type: ignore[no-untyped-call]

    @property
    def _looks(self) -> bool:
        return bool(self.runs or self.tasks or self.item)

    def _due(self) -> bool:
        if self.until is not None and time.time() >= self.until:
            return True
        from mistral_airflow.flow import children  # the triggerer lets it ask without a thread

        return (
            (bool(self.runs) and children.any_ended(self.runs))
            or (bool(self.tasks) and children.all_done(self.tasks))
            or (bool(self.item) and children.item_done(self.item))
        )
