"""Keeps the processes of one Airflow together: they live in this process's session and end with it.

Started by `local.server` as the leader of a new session. It ends the session when its standard input closes (so also
when whoever started it dies), on SIGTERM, and when one of the components ends by itself; with `--restart` it starts
that one again, as a service manager does.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

COMPONENTS = {
    "api-server": ["api-server"],
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "dag-processor": ["dag-processor"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
"""Name (of the log file) → arguments of the `airflow` command. Logs are read from disk: no server for them, no port."""

GRACE = 8.0
"""Seconds that a component has to end after SIGTERM."""


def members(session: int) -> list[int]:
    """Process ids of a session, without this process."""
    import psutil  # type: ignore[import-untyped]

    found = []
    for pid in psutil.pids():
        try:
            if os.getsid(pid) == session and pid != os.getpid():
                found.append(pid)
        except (ProcessLookupError, PermissionError):
            continue
    return found


def end_session(session: int, signals: tuple[signal.Signals, ...] = (signal.SIGKILL,), patience: float = 3.0) -> None:
    """End every process of a session, by its id, with one signal after the other; `patience` seconds for each."""
    for number in signals:
        deadline = time.monotonic() + patience
        for pid in members(session):
            _signal(pid, number)
        while _running(members(session)) and time.monotonic() < deadline:
            time.sleep(0.1)


def _running(pids: list[int]) -> bool:
    import psutil

    for pid in pids:
        try:
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            continue
    return False


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


class _Stop(Exception):
    """Raised by SIGTERM and SIGINT."""


def _stop(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise _Stop


def pid_file(logs: Path, component: str) -> Path:
    """Where the process id of a running component is kept."""
    return logs / f"{component}.pid"


def _start(logs: Path, name: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "airflow", *COMPONENTS[name]]
    with (logs / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    written = pid_file(logs, name).with_suffix(".new")
    written.write_text(str(process.pid), encoding="utf-8")
    written.replace(pid_file(logs, name))  # in one step: others read it meanwhile
    return process


def _watch(logs: Path, components: dict[str, subprocess.Popen[bytes]], restart: bool) -> str:
    """Wait for a reason to end; names of components that ended by themselves, '' when told to stop."""
    while True:
        readable, _, _ = select.select([sys.stdin], [], [], 0.5)
        if readable:
            return ""
        ended = [name for name, process in components.items() if process.poll() is not None]
        if ended and not restart:
            return ", ".join(ended)
        for name in ended:
            components[name] = _start(logs, name)


def main(logs: Path, *, restart: bool) -> int:
    """Run the components until told to stop; 3 when one of them ended by itself."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    components: dict[str, subprocess.Popen[bytes]] = {}
    ended = ""
    try:
        with contextlib.suppress(_Stop):
            for name in COMPONENTS:
                components[name] = _start(logs, name)
            ended = _watch(logs, components, restart)
    finally:
        deadline = time.monotonic() + GRACE
        for process in components.values():
            process.terminate()
        for process in components.values():
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                continue
        end_session(os.getsid(0))
    if ended:
        print(f"ended by itself: {ended}", file=sys.stderr)
    return 3 if ended else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), restart="--restart" in sys.argv))
