"""Compiling and running the workflows of the end-to-end tests."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mistral_airflow.local.execution import Execution, read_execution, start_execution
from mistral_airflow.local.runner import LocalRunner
from mistralc.folder import DagFolder
from mistralc.identifiers import airflow_id
from mistralc.reading import compile_paths

HERE = Path(__file__).parent
SOURCES = [HERE, HERE.parents[2] / "examples"]
TIMEOUT = 300.0


def compile_all(dags: Path) -> None:
    """Compile everything that runs here to `dags`."""
    result = compile_paths(SOURCES)
    assert not result.failed, result.diagnostics
    DagFolder(dags).update(result, SOURCES, dry=False)


class Workflows:
    """Runs workflows in this process, each in the scope that `env` gives."""

    def __init__(self, runner: LocalRunner, env: Mapping[str, Any]) -> None:
        self._runner = runner
        self._env = env

    def run(self, workflow: str, /, **inputs: Any) -> Execution:
        """The finished execution of a workflow."""
        conf = {**inputs, "__mistral": {"env": dict(self._env)}}
        with self._runner.forgotten():
            run = start_execution(self._runner, airflow_id(workflow), conf, f"e2e-{uuid.uuid4()}")
            self._runner.drive(run, TIMEOUT)
            return read_execution(self._runner, run)
