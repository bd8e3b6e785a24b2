"""The database the other tests run on: private, and gone when the tests are, however they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.integration import postgres

needs_postgres = pytest.mark.skipif(postgres.binaries() is None, reason="needs PostgreSQL (Debian: postgresql)")

KILLED = """
import json, os, signal
from tests.integration import postgres
with postgres.Cluster(postgres.binaries()) as cluster:
    print(json.dumps([str(cluster.folder), cluster.processes()]), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def running(pids: list[int]) -> list[int]:
    return [pid for pid in pids if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE]


@pytest.mark.slow
@needs_postgres
def test_it_answers_and_leaves_nothing():
    programs = postgres.binaries()
    assert programs is not None
    with postgres.Cluster(programs) as cluster:
        assert cluster.database("one") != cluster.database("two")
        processes = cluster.processes()
        assert len(running(processes)) > 4
    assert not running(processes)
    assert not cluster.folder.exists()


@pytest.mark.slow
@needs_postgres
def test_it_ends_with_tests_that_are_killed():
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    killed = subprocess.run([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True, check=False, env=here)
    assert killed.returncode == -signal.SIGKILL
    folder, processes = json.loads(killed.stdout)
    deadline = time.monotonic() + 30
    while running(processes) or Path(folder).exists():
        assert time.monotonic() < deadline, running(processes)
        time.sleep(0.1)


def test_the_newest_of_debian_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", "")
    assert postgres.binaries() is None
    for version in ("9", "15"):
        program = tmp_path / version / "bin" / "initdb"
        program.parent.mkdir(parents=True)
        program.touch(mode=0o755)
    assert postgres.binaries() == tmp_path / "15" / "bin"
