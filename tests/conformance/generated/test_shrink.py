"""Shrinking: to the few parts that matter, in bounded time; and a planted fault, with the real engine as the judge."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
import yaml

from mistral_airflow.flow.task import TaskRun
from tests.conformance.generated.generator import Generator
from tests.conformance.generated.judge import Judge
from tests.conformance.generated.oracle import FOLDER, is_there
from tests.conformance.generated.shrink import Workflows, shrink_case, shrunk, without


def _chain(size: int) -> Workflows:
    tasks: dict[str, Any] = {
        f"t{number}": {"action": "std.noop", "publish": {"a": number}, "on-success": [f"t{number + 1}", "noop"]}
        for number in range(size)
    }
    tasks["t3"]["retry"] = {"count": 2, "delay": 0}
    tasks[f"t{size}"] = {"action": "std.noop"}
    called = {"tasks": {"c": {"action": "std.noop"}}}
    return {"version": "2.0", "wf": {"input": ["i"], "tasks": tasks, "output": {"x": 1}}, "called": called}


def _has_retry(workflows: Workflows) -> bool:
    return any("count" in (task.get("retry") or {}) for task in workflows["wf"]["tasks"].values())


def test_what_matters_is_left_alone() -> None:
    asked = []

    def differs(candidate: Workflows) -> bool:
        asked.append(candidate)
        return _has_retry(candidate)

    small = shrunk(_chain(30), differs)
    assert small == {"version": "2.0", "wf": {"tasks": {"t3": {"retry": {"count": 2}}}}}
    assert len(asked) < 60


def test_the_smallest_so_far_when_the_time_is_over() -> None:
    """Each question takes a second of this clock."""
    asked: list[Workflows] = []

    def differs(candidate: Workflows) -> bool:
        asked.append(candidate)
        return _has_retry(candidate)

    with patch("tests.conformance.generated.shrink.time.monotonic", lambda: float(len(asked))):
        small = shrunk(_chain(300), differs, seconds=8)
    assert len(asked) <= 9
    assert _has_retry(small)
    assert len(small["wf"]["tasks"]) < 300


def test_nothing_smaller_differs() -> None:
    whole = _chain(5)
    whole["wf"]["tasks"]["t3"] = {"retry": 1}
    assert shrunk(whole, lambda candidate: candidate == whole) == whole


def test_transitions_go_with_their_task() -> None:
    tasks = {"a": {"on-success": ["b", {"c": "<% true %>"}], "on-error": {"next": ["b"]}}, "b": {}, "c": {}}
    smaller = without({"version": "2.0", "wf": {"tasks": tasks}}, [("wf", "tasks", "b")])
    assert smaller["wf"]["tasks"] == {"a": {"on-success": [{"c": "<% true %>"}], "on-error": {"next": []}}, "c": {}}


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with Judge(FOLDER) as judge:
        yield judge


@pytest.mark.slow
@pytest.mark.skipif(not is_there(), reason=f"no engine to ask in {FOLDER} (MISTRALC_ORACLE names another place)")
def test_a_planted_fault_is_shrunk_to_a_few_tasks(judge: Judge) -> None:
    """With `retry` out of order, a large generated workflow that needs it becomes a small one."""
    case = next(case for seed in range(5000) if _retries_at_once(case := Generator(seed).case()))
    with patch.object(TaskRun, "_tries_again", lambda self, retry, result: False):
        started = time.monotonic()
        found = shrink_case(case, judge)
        took = time.monotonic() - started
    assert found is not None
    small, why = found
    assert len(small["wf"]["tasks"]) <= 2, small
    assert "retry" in json.dumps(small), small
    assert "attempts" in why, why
    assert took < 180
    assert shrink_case(case, judge) is None  # without the fault


def _retries_at_once(case: dict[str, Any]) -> bool:
    texts = case["definitions"]["workflows"]
    tasks = yaml.safe_load(texts[0])["wf"]["tasks"] if texts and "steps" not in case else {}
    first: dict[str, Any] = next(iter(tasks.values()), {})
    return len(tasks) > 5 and first.get("action") == "std.fail" and (first.get("retry") or {}).get("count") in (1, 2)
