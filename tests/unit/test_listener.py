"""Airflow's long-lived processes load the runtime; a task's process loads what it needs itself."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.airflow

LOADED = """
import sys
from mistral_airflow import listener
before = {name for name in sys.modules if name.startswith(("mistral_airflow.flow", "lark"))}
listener.load()
after = {"mistral_airflow.flow.task", "mistral_airflow.flow.outcome", "mistral_airflow.actions.std_basic", "lark"}
print(sorted(before), sorted(after - {*sys.modules}))
"""


def test_the_runtime_is_loaded_and_not_before(airflow_home):
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] []"


def test_only_a_long_lived_process_loads_it(airflow_home, monkeypatch):
    from airflow.jobs.job import Job
    from airflow.sdk.execution_time.task_runner import TaskRunnerMarker

    from mistral_airflow import listener
    from mistral_airflow.plugin import MistralPlugin

    loaded = []
    monkeypatch.setattr(listener, "load", lambda: loaded.append(True))
    assert MistralPlugin.listeners == [listener]
    listener.on_starting(component=TaskRunnerMarker())
    assert not loaded
    listener.on_starting(component=Job.__new__(Job))
    assert loaded
