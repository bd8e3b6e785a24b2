"""Runs are compared like with like: every side has the graph, and what is judged is what was measured."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from tests.bench.running import airflow_side, kept, page, processor
from tests.bench.running.contests import CONTESTS
from tests.bench.running.kept import Measured
from tests.bench.running.measure import Taken

SMALL = {name: make(4) for name, (make, _) in CONTESTS.items()}


@pytest.mark.airflow
def test_the_workflows_compile(tmp_path: Path) -> None:
    ids = airflow_side.write(list(SMALL.values()), tmp_path)
    assert {"said", "subs", "told", "calls", "hand_subs", "hand_subs_called", "hand_calls_called"} < {*ids}
    for contest in SMALL.values():
        assert {contest.name, contest.hand} < {*ids}
        hand = (tmp_path / "dags" / f"{contest.hand}.py").read_text()
        called = [f"{contest.hand}_called"] if contest.calls else []
        assert re.findall(r'DAG\(dag_id="(\w+)"', hand) == [*called, contest.hand]


@pytest.mark.parametrize("name", SMALL)
def test_every_side_has_the_graph(name: str) -> None:
    contest = SMALL[name]
    workflows = [key for text in contest.workflows for key in yaml.safe_load(text) if key != "version"]
    assert workflows[-1] == contest.name == name
    compile(contest.by_hand, name, "exec")
    assert f'dag_id="{contest.hand}"' in contest.by_hand


def test_a_layer_joins_all_of_the_layer_before() -> None:
    tasks = yaml.safe_load(SMALL["layers"].workflows[0])["layers"]["tasks"]
    assert len(tasks) == 16
    assert sum(len(task.get("on-success", ())) for task in tasks.values()) == 3 * 4 * 4
    assert sum(task.get("join") == "all" for task in tasks.values()) == 12
    assert SMALL["layers"].by_hand.count(">> [layer") == 12


def measured(name: str, ours: list[Taken | None], hand: list[Taken | None], mistral: list[Taken | None]) -> Measured:
    return Measured(name, name, "", 4, rounds={"ours": ours, "hand": hand, "mistral": mistral})


def test_ratios_are_of_rounds_that_both_sides_ended() -> None:
    one = measured("fan", [Taken(4, 1), Taken(90, 1)], [Taken(2, 1), None], [Taken(8, 1), Taken(8, 1)])
    goals = {goal.text: goal for goal in page.section([one]).goals}
    assert [goal.figure for goal in goals.values()] == [2.0, (4 / 8 + 90 / 8) / 2, 47 / 4]
    assert [goal.verdict for goal in goals.values()] == ["missed", "missed", "missed"]


def test_what_was_given_up_takes_longer_than_that() -> None:
    one = measured("layers", [Taken(4, 1)], [Taken(4, 1)], [Taken(60, 50, ended=False)])
    section = page.section([one])
    assert [(goal.figure, goal.verdict) for goal in section.goals[1:2]] == [(4 / 60, "met")]
    assert section.left_out == ["layers: Mistral had not ended after 60 s and was given up: it takes longer than that."]


def test_what_was_never_measured_is_no_success() -> None:
    one = measured("fan", [Taken(4, 1)], [None], [None])
    assert [goal.verdict for goal in page.section([one]).goals] == ["not measured", "not measured", "met"]


def test_measurements_are_kept(tmp_path: Path) -> None:
    one = measured("fan", [Taken(4, 1)], [None], [Taken(8, 1.5)])
    kept.save(tmp_path / "new" / "kept.json", {"fan": one})
    assert kept.load(tmp_path / "new" / "kept.json") == {"fan": one}
    assert kept.load(tmp_path / "none.json") == {}


BUSY = "import time\nwhile time.process_time() < 0.3: pass\n"


def test_processor_time_of_children_that_have_ended_counts() -> None:
    parent = (
        f"import subprocess, sys, time\nsubprocess.run([sys.executable, '-c', {BUSY!r}])\nprint(flush=True)\ninput()"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert 0.3 <= processor.seconds([process.pid]) < 3
        process.communicate(b"\n")
    assert processor.seconds([process.pid]) == 0


def test_what_is_held_uses_no_processor_time() -> None:
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as process:
        try:
            time.sleep(0.3)
            with processor.held(lambda: [process.pid]):
                time.sleep(0.05)
                before = processor.seconds([process.pid])
                time.sleep(0.3)
                assert processor.seconds([process.pid]) - before <= 1 / os.sysconf("SC_CLK_TCK")
            time.sleep(0.5)
            assert processor.seconds([process.pid]) > before
        finally:
            process.kill()
