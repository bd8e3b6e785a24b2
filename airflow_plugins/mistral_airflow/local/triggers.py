"""The triggers of deferred tasks, run in this process: what Airflow's triggerer is to its scheduler."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE = 0.2
"""Seconds to wait for a trigger at a time."""

ONE_LOOK = 0.001


class Triggers:
    """Triggers by the id of their task instance.

    One that looks at other runs (it has `runs`) is asked anew whenever something may have happened; the others run on.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._triggers: dict[str, Any] = {}
        self._running: dict[str, asyncio.Task[Any]] = {}

    def add(self, ti_id: str, trigger: Any) -> None:
        """Run `trigger` for a task instance that was deferred."""
        self._triggers[ti_id] = trigger

    def keep(self, ti_ids: set[str]) -> None:
        """Drop those of other task instances: cleared, or ended from outside."""
        for ti_id in self._triggers.keys() - ti_ids:
            del self._triggers[ti_id]
            if ti_id in self._running:
                self._running.pop(ti_id).cancel()

    def forget(self) -> None:
        """Drop all of them."""
        for task in self._running.values():
            task.cancel()
        self._running.clear()
        self._triggers.clear()

    @property
    def may_fire_alone(self) -> bool:
        """True when time, or the world outside, can make one fire; else only what other runs here do."""
        return any(getattr(trigger, "until", 0) is not None for trigger in self._triggers.values())

    def events(self) -> list[tuple[str, Any]]:
        """(task instance, event) of every trigger that has fired; waits a little for one that may."""
        if not self._triggers:
            return []
        with _supervised():
            return self._loop.run_until_complete(self._fired())

    async def _fired(self) -> list[tuple[str, Any]]:
        for ti_id, trigger in self._triggers.items():
            if ti_id not in self._running:
                self._running[ti_id] = self._loop.create_task(_first(trigger))
        patience = PATIENCE if self.may_fire_alone else ONE_LOOK
        await asyncio.wait(self._running.values(), timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        fired = [(ti_id, task.result()) for ti_id, task in self._running.items() if task.done()]
        for ti_id, _ in fired:
            del self._running[ti_id], self._triggers[ti_id]
        for ti_id in [ti_id for ti_id in self._running if hasattr(self._triggers[ti_id], "runs")]:
            self._running.pop(ti_id).cancel()
        return fired


async def _first(trigger: Any) -> Any:
    return await anext(trigger.run())


@contextmanager
def _supervised() -> Iterator[None]:
    """What a trigger asks of Airflow is answered in this process, as for a task (`run_trigger_in_process`)."""
    import psutil  # type: ignore[import-untyped]
    import structlog
    from airflow.sdk.execution_time.supervisor import (
        InProcessSupervisorComms,
        InProcessTestSupervisor,
        set_supervisor_comms,
    )
    from uuid6 import uuid7

    in_process: Any = InProcessTestSupervisor
    supervisor = in_process(
        id=uuid7(), pid=os.getpid(), process=psutil.Process(), process_log=structlog.get_logger(),
        client=in_process._api_client(),
    )  # fmt: skip
    supervisor.comms = InProcessSupervisorComms(supervisor=supervisor)
    with set_supervisor_comms(supervisor.comms):
        yield
