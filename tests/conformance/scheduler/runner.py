"""The local runner's questions, put to a database that a real scheduler works on."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from mistral_airflow.local.runner import LocalRunError, LocalRunner, TaskState

PAUSE = 0.5
QUIETS = (6.0, 40.0)
"""Seconds without any change after which nothing more is expected of a run that waits for somebody: a verdict of wrong
that rests on the first is only believed when a run that had the second comes to it, too."""
PATIENCE = 300.0
_AT_WORK = ("scheduled", "queued", "running", "restarting", "up_for_retry")


class ScheduledRunner(LocalRunner):
    """Starts runs and looks on: where the local runner drives, this one waits for the scheduler."""

    def __init__(self, dags: Mapping[str, Any], quiet: float) -> None:
        super().__init__()
        self._dags = dict(dags)
        self._quiet = quiet
        self.out_of_patience = False
        """Whether a run was taken for waiting that was not over: a scheduler that is late looks the same."""

    def schedule(self) -> None:
        """The scheduler does."""

    def drive(
        self, run: Any, timeout: float, watch: Callable[[list[TaskState]], None] | None = None,
        until: Callable[[], bool] | None = None,
    ) -> str:  # fmt: skip
        """Wait until `until`, or until nothing happens any more; the state of the run.

        Raises LocalRunError after PATIENCE: `timeout` is that of a run alone on the machine.
        """
        deadline, changed, before = time.monotonic() + PATIENCE, time.monotonic(), None
        while True:
            now, at_work, active = self._look(run)
            if until and self._asked(until):
                return str(now[0][1])
            if now != before:
                changed, before = time.monotonic(), now
            if not active:
                return str(now[0][1])
            if not at_work and time.monotonic() - changed > self._quiet:
                self.out_of_patience = True
                return str(now[0][1])
            if time.monotonic() > deadline:
                raise LocalRunError(f"{run.dag_id}: not done after {PATIENCE:g} s: {now}")
            time.sleep(PAUSE)

    def _look(self, run: Any) -> tuple[list[Any], bool, bool]:
        """(what can change, whether somebody is at work, whether anything is not over) of a run and those below it."""
        from mistral_airflow.operations import family

        try:
            tree = list(family.tree(self._session, run))
            states = [state.state for member in tree for state in self.task_states(member)]
            runs = [(member.run_id, str(member.state)) for member in tree]
            active = any(state in family.ACTIVE for _, state in runs)
            timed = any(
                ti.trigger_timeout for member in tree for ti in member.get_task_instances(session=self._session)
            )
            return [*runs, *states], timed or any(state in _AT_WORK for state in states), active
        finally:
            self._release()

    def _asked(self, until: Callable[[], bool]) -> bool:
        try:
            return until()
        finally:
            self._release()

    def _release(self) -> None:
        """End the transaction: it holds locks that the scheduler waits for, and sees nothing new."""
        self._session.rollback()
        self._session.expire_all()
