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
    assert done.returncode == 0, f"{done.stdout[-8000:]}\n{done.stderr[-4000:]}"
    return done.stdout.strip().splitlines()[-1]


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
