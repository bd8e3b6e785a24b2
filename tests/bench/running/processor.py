"""A family of processes that come and go: the processor time of it, and holding it still."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_FIRST = 11
"""Where `utime, stime, cutime, cstime` stand in /proc/PID/stat, behind the name."""


def seconds(pids: Iterable[int]) -> float:
    """What these processes and the children that they have waited for have used since they began, in seconds.

    Grows steadily while no process of them ends that has a parent elsewhere.
    """
    return sum(_ticks(pid) for pid in pids) / _TICKS


def _ticks(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # ended a moment ago: its parent has it
    return sum(int(field) for field in text.rpartition(")")[2].split()[_FIRST : _FIRST + 4])


@contextmanager
def held(processes: Callable[[], Iterable[int]]) -> Iterator[None]:
    """Stop these processes while the block lasts."""
    stopped = list(processes())
    _signal(stopped, signal.SIGSTOP)
    try:
        yield
    finally:
        _signal(stopped, signal.SIGCONT)


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
