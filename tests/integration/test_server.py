"""The server ends what it started, however it ends, and says what is wrong when it cannot start."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from mistral_airflow.local.keeper import members
from mistral_airflow.local.server import main

DAG = """
from airflow.sdk import DAG
with DAG("nothing", schedule=None):
    pass
"""


def serve(home: Path) -> tuple[subprocess.Popen[str], int]:
    """The server as `make ui` starts it, and the session it keeps its processes in."""
    (home / "dags").mkdir()
    (home / "dags" / "nothing.py").write_text(DAG)
    command = [
        sys.executable,
        "-m",
        "mistral_airflow.local.server",
        "--dags",
        home / "dags",
        "--home",
        home,
        "--port",
        "0",
    ]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    lines = []
    for line in server.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    assert "  user admin, password admin\n" in lines, lines
    (keeper,) = psutil.Process(server.pid).children()
    return server, keeper.pid


def gone(session: int, timeout: float) -> bool:
    deadline = time.monotonic() + timeout
    while members(session) and time.monotonic() < deadline:
        time.sleep(0.2)
    return not members(session)


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGKILL, -9)])
def test_nothing_is_left_when_the_server_ends(tmp_path: Path, number: int, code: int):
    server, session = serve(tmp_path)
    try:
        assert len(members(session)) > 4
        os.kill(server.pid, number)
        assert server.wait(90) == code
        assert gone(session, 60)
    finally:
        server.kill()
        server.communicate()


@pytest.mark.slow
def test_a_component_that_dies_ends_the_server(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    server, session = serve(tmp_path)
    try:
        scheduler = next(p for p in psutil.Process(session).children() if "scheduler" in " ".join(p.cmdline()))
        scheduler.kill()
        assert server.wait(90) == 1
        assert "ended by itself: scheduler" in capfd.readouterr().err
        assert gone(session, 60)
    finally:
        server.kill()
        server.communicate()


def test_a_taken_port_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["--dags", str(tmp_path), "--home", str(tmp_path / "home"), "--port", port]) == 1
    assert f"Port {port} is taken: choose another with --port." in capsys.readouterr().err


def test_a_missing_folder_is_a_usage_error(tmp_path: Path):
    with pytest.raises(SystemExit, match="2"):
        main(["--dags", str(tmp_path / "none")])
