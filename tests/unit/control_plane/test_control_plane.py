"""The harness around the end-to-end tests: what it starts is ended, and it says why it is left out."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.e2e.control_plane import __main__ as control_plane
from tests.e2e.control_plane import packages
from tests.e2e.control_plane.plane import Plane
from tests.e2e.control_plane.processes import born
from tests.e2e.project import eventually

NOTHING = {"no-such-package": "/no/such/program"}


def test_a_command_that_hangs_is_ended_with_what_it_started(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    child = tmp_path / "child"
    hanging = ["sh", "-c", f"sleep 60 & echo $! > {child}; trap '' INT; wait"]
    started = time.monotonic()
    assert control_plane.run(Plane.at(tmp_path), hanging, timeout=0.5) == 124
    assert time.monotonic() - started < 30
    eventually(lambda: not born(int(child.read_text())), patience=10)
    assert "ended after 0.5 s: sh -c" in capfd.readouterr().err


def test_the_exit_code_is_that_of_the_command_and_it_has_a_cloud(tmp_path: Path):
    code = "import os; raise SystemExit(7 if os.environ['OS_CLOUD'] == 'e2e' else 1)"
    assert control_plane.run(Plane.at(tmp_path), [sys.executable, "-c", code], timeout=60) == 7


@pytest.mark.parametrize(("flags", "code"), [(["--or-leave-out"], 0), ([], 1)])
def test_a_machine_without_the_packages(
    flags: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(packages, "SYSTEM", NOTHING)
    monkeypatch.setattr(sys, "argv", ["control_plane", "--state", str(tmp_path), *flags, "run", "false"])
    assert control_plane.main() == code
    said = capfd.readouterr()
    assert "The control plane needs no-such-package: apt-get install no-such-package" in said.out + said.err
    assert said.out.startswith("left out: ") == (code == 0)
