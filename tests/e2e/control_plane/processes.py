"""The processes of a plane: started in sessions of their own, known by process id and start time, ended by them."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path


class ServiceFailed(Exception):
    """A process ended or did not answer; with the end of its log."""


class Processes:
    """Those whose process ids are kept in `run`; their logs are in `logs`."""

    def __init__(self, run: Path, logs: Path) -> None:
        self._run = run
        self._logs = logs

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start a process unless it runs."""
        if self.alive(name):
            return
        with (self._logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                list(command), env=dict(environment), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        (self._run / f"{name}.pid").write_text(f"{process.pid} {born(process.pid)}")

    def alive(self, name: str) -> bool:
        """Whether the process that was started under that name still runs."""
        return self.pid(name) is not None

    def pid(self, name: str) -> int | None:
        """Its process id; None when it has ended, whoever has the number now."""
        file = self._run / f"{name}.pid"
        if not file.exists():
            return None
        pid, _, ticks = file.read_text().partition(" ")
        return int(pid) if ticks and born(int(pid)) == ticks else None

    def wait_for(self, name: str, answers: Callable[[], bool], timeout: float) -> None:
        """Return when `answers` says so. Raises ServiceFailed when the process ends, or after `timeout` seconds."""
        end = time.monotonic() + timeout
        while not answers():
            if not self.alive(name):
                raise ServiceFailed(f"{name} ended:\n{self._tail(name)}")
            if time.monotonic() > end:
                raise ServiceFailed(f"{name} did not answer in {timeout:g} s:\n{self._tail(name)}")
            time.sleep(0.3)

    def stop(self, names: Iterable[str], patience: float = 8.0) -> None:
        """End processes and what they started: politely, then not."""
        running = [name for name in names if self.alive(name)]
        for sign in (signal.SIGTERM, signal.SIGKILL):
            for name in running:
                self.signal(name, sign)
            end = time.monotonic() + patience
            while any(self.alive(name) for name in running) and time.monotonic() < end:
                time.sleep(0.1)

    def signal(self, name: str, sign: signal.Signals) -> None:
        """Send a signal to a process and to those it started."""
        pid = self.pid(name)
        if pid is not None:
            os.killpg(pid, sign)  # it leads a session

    def names(self) -> list[str]:
        """All that were ever started."""
        return sorted(file.stem for file in self._run.glob("*.pid"))

    def _tail(self, name: str) -> str:
        lines = (self._logs / f"{name}.log").read_text(errors="replace").splitlines()
        return "\n".join(lines[-15:])


def born(pid: int) -> str:
    """When a process was started, in the kernel's ticks; empty for one that is gone or dead."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]
