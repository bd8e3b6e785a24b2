"""When a run counts as over for the task that waits for it."""

from types import SimpleNamespace

import pytest

pytestmark = pytest.mark.airflow

RUN = ["dag", "run"]


@pytest.mark.parametrize(
    ("told", "states", "over"),
    [
        (None, {}, False),
        ({"state": "SUCCESS", "by": "last"}, {"last": "running"}, False),
        ({"state": "SUCCESS", "by": "last"}, {"last": "failed"}, False),
        ({"state": "SUCCESS", "by": "last"}, {"last": "success"}, True),
        ({"state": "ERROR"}, {"outcome": "running"}, False),
    ],
    ids=["no word", "may still die", "died", "over", "told by the outcome itself"],
)
def test_a_run_is_over_when_its_last_task_has_told_and_ended(monkeypatch, told, states, over):
    from airflow.sdk.execution_time import task_runner

    from mistral_airflow.flow import children

    def count(dag_id, run_ids, task_ids, states_):
        return sum(states.get(task_id) in states_ for task_id in task_ids)

    airflow = SimpleNamespace(
        get_ti_count=lambda dag_id, run_ids, task_ids, states: count(dag_id, run_ids, task_ids, states),
        get_dagrun_state=lambda dag_id, run_id: "running",
    )
    monkeypatch.setattr(task_runner, "RuntimeTaskInstance", airflow)
    monkeypatch.setattr(children, "xcom", lambda place, key: told)
    assert children.has_told(RUN) is over
    assert children.ended([RUN]) == [over]
    assert children.ended([RUN, RUN]) == [False, False]  # Airflow's word is enough for many: one question for all
