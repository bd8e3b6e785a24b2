"""The real engine as a process that answers cases: `oracle.py --serve` of the neighbour folder, a line each way."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

FOLDER = Path(os.environ.get("MISTRALC_ORACLE") or Path(__file__).parents[4] / "oracle")
"""Where the engine is asked: the neighbour of the checkout, or what the environment names."""

_ENDS_WITH = ("timeout", "settled-busy", "idle")
"""After these the process ends by itself: something may still be alive in it."""


def is_there(folder: Path = FOLDER) -> bool:
    """Whether there is an engine to ask."""
    return (folder / ".venv/bin/python").exists() and (folder / "oracle.py").exists()


class Oracle:
    """Asks the engine that lives in `folder` (its own virtual environment beside `oracle.py`)."""

    def __init__(self, folder: Path) -> None:
        self._command = [str(folder / ".venv/bin/python"), str(folder / "oracle.py"), "--serve"]
        self._process = self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def ask(self, case: Mapping[str, Any]) -> dict[str, Any]:
        """What the engine makes of a case: the `expected` of a recorded one."""
        if self._process.poll() is not None:
            self._end()
            self._process = self._start()
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("the engine has no pipes")
        stdin.write(json.dumps({key: value for key, value in case.items() if key != "expected"}) + "\n")
        stdin.flush()
        answer: dict[str, Any] = json.loads(stdout.readline())
        if answer.get("status") in _ENDS_WITH or answer.get("phase") == "internal":
            self._process.wait()
        return answer

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if process.stdout is None or "ready" not in process.stdout.readline():
            raise RuntimeError("the engine does not start")
        return process

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()
