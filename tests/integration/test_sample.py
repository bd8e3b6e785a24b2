"""Runs recorded from the real engine, on the real scheduler: on PostgreSQL and on SQLite, four workers each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration import postgres
from tests.integration.conftest import checkout

pytestmark = pytest.mark.slow

TIMEOUT = 1800
ROOT = Path(__file__).parents[2]


def replayed(*arguments: str) -> str:
    command = [sys.executable, "-m", "tests.conformance.scheduler", *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=TIMEOUT, check=False, cwd=ROOT, env=checkout()
    )
    lines = done.stdout.splitlines()
    wrong = "\n".join(line for line in lines if line.startswith("wrong"))
    assert done.returncode == 0, f"{wrong}\n{lines[-1:]}\n{done.stderr[-4000:]}"
    return lines[-1]


def test_on_postgresql(capsys: pytest.CaptureFixture[str]):
    programs = postgres.binaries()
    if programs is None:
        pytest.skip("no PostgreSQL on this machine (Debian: postgresql)")
    with postgres.Cluster(programs) as cluster:
        told = replayed("--database", cluster.database("sample"))
    with capsys.disabled():
        print(f"\nPostgreSQL: {told}")


def test_on_sqlite(capsys: pytest.CaptureFixture[str]):
    told = replayed("--threads", "3")
    with capsys.disabled():
        print(f"\nSQLite: {told}")
