"""Airflow's own retries are for lost processes; Mistral's are the policy."""

from __future__ import annotations

import pytest
from airflow.sdk import DAG

from mistral_airflow.operators import ActionOperator
from mistral_airflow.operators.base import LOST_PROCESSES

pytestmark = pytest.mark.airflow


def test_what_a_site_retries_by_default_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW__CORE__DEFAULT_TASK_RETRIES", "7")
    with DAG("d", schedule=None):
        assert ActionOperator(task_id="a").retries == LOST_PROCESSES
