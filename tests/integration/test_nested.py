"""Workflows that call workflows, deeper than there are workers: a level that waits holds none for long."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.integration.conftest import HERE, Databases, compile_folder, serve

pytestmark = pytest.mark.slow

LEVELS = 30
PARALLELISM = 2


def test_more_levels_than_workers(tmp_path: Path, databases: Databases, capsys: pytest.CaptureFixture[str]):
    ids = compile_folder(tmp_path / "dags", [HERE / "workflows" / "nested.yaml"])
    workers = {"AIRFLOW__CORE__PARALLELISM": str(PARALLELISM)}
    with serve(tmp_path, databases("nested"), workers) as airflow:
        airflow.wait_for_dags(ids)
        run = airflow.trigger("levels", {"depth": LEVELS})
        assert airflow.wait("levels", run, timeout=900) == "success"
        assert airflow.xcom("levels", run, "outcome") == {"path": list(range(1, LEVELS + 1))}
        levels = airflow.runs("levels")
    assert len(levels) == LEVELS
    assert {level["state"] for level in levels} == {"success"}
    with capsys.disabled():
        print(f"\n{LEVELS} levels with {PARALLELISM} workers: {_seconds(levels) / LEVELS:.1f} s a level")


def _seconds(runs: list[dict[str, str]]) -> float:
    moments = [datetime.fromisoformat(run[end]) for run in runs for end in ("start_date", "end_date")]
    return (max(moments) - min(moments)).total_seconds()
