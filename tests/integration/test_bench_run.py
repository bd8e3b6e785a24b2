"""`make bench-run` on small graphs: it measures all sides that are there, writes its page and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.bench.environments import ROOT
from tests.bench.running import kept
from tests.integration import postgres
from tests.integration.conftest import checkout

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(postgres.binaries() is None, reason="needs PostgreSQL (Debian: postgresql)"),
]


def test_it_measures_and_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench.running", "--scale", "0.04", "--rounds", "1", "--offline"]
    command += ["--graphs", "chain", "loop", "calls"]
    command += ["--kept", str(tmp_path / "kept.json"), "--markdown", str(tmp_path / "page.md")]
    done = subprocess.run(command, cwd=ROOT, env=checkout(), capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr
    measured = kept.load(tmp_path / "kept.json")
    for name in ("chain", "loop", "calls"):
        for side in ("ours", "hand"):
            assert len(measured[name].figures(side, "wall")) == 1, done.stderr
            assert 0 < measured[name].figures(side, "cpu")[0] < 300
    assert "sub-workflows one after the other: a call takes less than a second" in (tmp_path / "page.md").read_text()
    assert not [p for p in psutil.process_iter(["cmdline"]) if "mistralc-bench-" in " ".join(p.info["cmdline"] or ())]
