"""How long a task keeps its slot while it waits for a run that it has started."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

pytestmark = pytest.mark.airflow


@pytest.fixture
def wait(monkeypatch):
    """Waits for a run that begins and ends after so many seconds, beside tasks in a state: seconds, deferred or not.

    `tells`: whether its last task tells that it is over.
    """
    from airflow.sdk.exceptions import TaskDeferred

    from mistral_airflow.flow import children, suspension
    from mistral_airflow.flow.progress import Progress
    from mistral_airflow.options import SHORT_WAIT

    def waited(
        *, ends: float, begins: float, beside: str = "running", short_wait: str = "3", tells: bool = True
    ) -> tuple[float, bool]:  # fmt: skip
        clock = SimpleNamespace(now=0.0)

        def sleep(seconds: float) -> None:
            clock.now += seconds

        def any_in(runs, states):
            return beside in states if runs == [["own", "run"]] else clock.now >= begins

        monkeypatch.setenv(SHORT_WAIT.variable, short_wait)
        monkeypatch.setattr(children, "any_ended", lambda runs: clock.now >= ends)
        monkeypatch.setattr(children, "has_told", lambda run: tells and clock.now >= ends)
        monkeypatch.setattr(children, "any_in", any_in)
        watch = SimpleNamespace(monotonic=lambda: clock.now, time=lambda: clock.now, sleep=sleep)
        monkeypatch.setattr(suspension, "time", watch)
        try:
            suspension.wait_for_runs([["child", "run"]], Progress(), ["own", "run"])
        except TaskDeferred:
            return round(clock.now, 3), True
        return round(clock.now, 3), False

    return waited


def test_a_run_that_has_ended_is_not_waited_for(wait):
    assert wait(ends=0, begins=0, beside="queued", short_wait="0") == (0, False)


def test_a_short_run_is_waited_for_in_the_process(wait):
    assert wait(ends=2, begins=0.2) == (2, False)


def test_a_run_that_ends_without_a_word_is_noticed_a_little_later(wait):
    assert wait(ends=2, begins=0.2, tells=False) == (pytest.approx(2.15, abs=0.1), False)


def test_a_long_run_is_not(wait):
    assert wait(ends=9, begins=0.2) == (pytest.approx(3, abs=0.05), True)


@pytest.mark.parametrize(("begins", "beside", "waited"), [(9, "running", 0.8), (0, "scheduled", 0), (0, "queued", 0)])
def test_a_run_that_may_wait_for_this_slot_gets_it(wait, begins, beside, waited):
    assert wait(ends=9, begins=begins, beside=beside) == (pytest.approx(waited, abs=0.05), True)


def test_nothing_waits_where_no_process_may(wait):
    assert wait(ends=9, begins=0, short_wait="0") == (0, True)
