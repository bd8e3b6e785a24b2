"""How a task waits: in its process while that is short, then without one. Airflow resumes it where it left off."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, NoReturn

from airflow.sdk.exceptions import TaskDeferred

from mistral_airflow.flow import children
from mistral_airflow.flow.polling import Poll
from mistral_airflow.flow.progress import Progress
from mistral_airflow.options import SHORT_WAIT

_LOOKS = 0.05
"""Seconds between two looks at child runs."""


def wait_until(moment: float, progress: Progress) -> None:
    """Return when `moment` has come. Raises TaskDeferred when that is too long for a process to wait."""
    left = moment - time.time()
    if left > SHORT_WAIT.number():
        progress.until = moment
        _defer(progress, moment)
    if left > 0:
        time.sleep(left)


def wait_for_runs(runs: Sequence[Sequence[str]], progress: Progress) -> None:
    """Return when one of `runs` has ended or the deadline has passed. Raises TaskDeferred when that takes long."""
    started = time.monotonic()
    while not children.any_ended(runs):
        if progress.deadline is not None and time.time() >= progress.deadline:
            return
        if time.monotonic() - started >= SHORT_WAIT.number():
            _defer(progress, progress.deadline, runs)
        time.sleep(_LOOKS)


def hand_over(poll: Poll, progress: Progress) -> NoReturn:
    """Let the triggerer make the attempts that follow. Raises TaskDeferred."""
    from mistral_airflow.triggers.poll import PollTrigger

    _defer_to(PollTrigger(poll.to_json()), progress)


def wait_for_tasks(run: Sequence[str], task_ids: Sequence[str], progress: Progress) -> NoReturn:
    """Wait until all those tasks of `run` have ended. Raises TaskDeferred."""
    _defer(progress, None, tasks=[*run, *task_ids])


def wait_for_item(item: Sequence[Any], progress: Progress) -> None:
    """Return when that instance of a mapped task has ended or the deadline has passed; else raises TaskDeferred."""
    passed = progress.deadline is not None and time.time() >= progress.deadline
    if not passed and not children.item_done(item):
        _defer(progress, progress.deadline, item=item)


def _defer(
    progress: Progress, until: float | None, runs: Sequence[Sequence[str]] = (), tasks: Sequence[str] = (),
    item: Sequence[Any] = (),
) -> NoReturn:  # fmt: skip
    from mistral_airflow.triggers.wait import WaitTrigger

    _defer_to(WaitTrigger(until, runs, tasks, item), progress)


def _defer_to(trigger: Any, progress: Progress) -> NoReturn:
    raise TaskDeferred(trigger=trigger, method_name="resume", kwargs={"progress": progress.to_json()})
