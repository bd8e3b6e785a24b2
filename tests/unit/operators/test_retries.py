"""Airflow's own retries are not Mistral's."""

from __future__ import annotations

import pytest
from airflow.sdk import DAG

from mistral_airflow.operators import ActionOperator

pytestmark = pytest.mark.airflow


def test_a_site_that_retries_by_default_does_not_run_actions_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW__CORE__DEFAULT_TASK_RETRIES", "3")
    with DAG("d", schedule=None):
        assert ActionOperator(task_id="a").retries == 0
