"""Attempts of waiting tasks, made here: many tasks wait in one process, on one pool of threads and connections."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import cache
from typing import Any

from airflow.triggers.base import BaseTrigger, TriggerEvent

from mistral_airflow.flow.polling import EVENT, Poll

THREADS = 16
"""Calls under way at a time; the waits in between hold none."""


class PollTrigger(BaseTrigger):
    """Makes the attempts of a `flow.polling.Poll` and fires with the first that may be the last.

    Fires with an empty event when the deadline passes. After a restart of the triggerer it counts from the beginning.
    """

    def __init__(self, poll: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.poll = dict(poll)

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Airflow's form of a trigger: class path and arguments."""
        return "mistral_airflow.triggers.poll.PollTrigger", {"poll": self.poll}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Yield once."""
        yield TriggerEvent(await _outcome(Poll(**self.poll)))  # type: ignore[no-untyped-call]


async def _outcome(poll: Poll) -> dict[str, Any]:
    attempts, end = 0, poll.deadline
    while True:
        moment = poll.moment if end is None else min(poll.moment, end)
        await asyncio.sleep(max(0.0, moment - time.time()))
        left = None if end is None else end - time.time()
        if left is not None and left <= 0:
            return {}
        attempts += 1
        attempt = asyncio.get_running_loop().run_in_executor(_pool(), poll.attempt)
        try:
            called = await asyncio.wait_for(attempt, left)
        except TimeoutError:
            return {}
        if not poll.follows(called):
            return {EVENT: attempts, **asdict(called), "info": poll.reason or called.info}


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="mistral-poll")
