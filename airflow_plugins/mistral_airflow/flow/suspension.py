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

_FIRST_LOOK, _LOOKS = 0.2, 0.06
"""Seconds until the first look at child runs, and between two: a task's process alone takes longer to start."""

_LISTENS = 4
"""A single run is asked what it has told at every look, and Airflow at each so many-th whether it ended without."""

_SIGN_OF_LIFE = 1 / 4
"""The part of the short wait in which a child run has to begin: else it may be waiting for this very slot."""


def wait_until(moment: float, progress: Progress) -> None:
    """Return when `moment` has come. Raises TaskDeferred when that is too long for a process to wait."""
    left = moment - time.time()
    if left > SHORT_WAIT.number():
        progress.until = moment
        _defer(progress, moment)
    if left > 0:
        time.sleep(left)


def wait_for_runs(runs: Sequence[Sequence[str]], progress: Progress, own: Sequence[str]) -> None:
    """Return when one of `runs` has ended or the deadline has passed. Raises TaskDeferred when that takes long.

    It does not wait here while tasks of the run `own` wait for a slot: then what the runs start would, too.
    """
    started, patience, alive = time.monotonic(), SHORT_WAIT.number(), False
    if not children.any_ended(runs):
        if not patience or children.any_in([own], children.WAITS_FOR_SLOT):
            _defer(progress, progress.deadline, runs)
        time.sleep(min(_FIRST_LOOK, patience))
    look = 0
    while not _one_ended(runs, look):
        if progress.deadline is not None and time.time() >= progress.deadline:
            return
        waited = time.monotonic() - started
        alive = alive or children.any_in(runs, children.BEGUN)
        if waited >= (patience if alive else patience * _SIGN_OF_LIFE):
            _defer(progress, progress.deadline, runs)
        time.sleep(_LOOKS)
        look += 1


def _one_ended(runs: Sequence[Sequence[str]], look: int) -> bool:
    if len(runs) > 1:
        return children.any_ended(runs)
    return children.has_told(runs[0]) or (look % _LISTENS == 0 and children.any_ended(runs))


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
