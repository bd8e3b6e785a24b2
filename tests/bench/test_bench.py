"""The benchmark compares like with like: every form of a graph has its tasks, and nothing is measured by accident."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.bench.graphs import GRAPHS, SIZES, Graph
from tests.bench.results import Goal, ratio, shown
from tests.bench.writers import FORMS, workflow, write


@pytest.mark.parametrize("size", SIZES[:2])
@pytest.mark.parametrize("make", GRAPHS)
def test_every_form_has_every_task(make: Callable[[int], Graph], size: int, tmp_path: Path) -> None:
    graph = make(size)
    names = {step.name for step in graph.steps}
    assert len(names) == size
    files = write(graph, tmp_path / "dags", factory=True)
    assert files.keys() == FORMS.keys()
    assert yaml.safe_load(workflow(graph))["measured"]["tasks"].keys() == names
    config = yaml.safe_load((tmp_path / "dags" / "by_factory.yaml").read_text())
    assert {task["task_id"] for task in config["measured"]["tasks"]} == names
    for form in ("generated", "operator", "python"):
        text = files[form].read_text()
        compile(text, form, "exec")
        assert all(f'task_id="{name}"' in text for name in names)


def test_a_ratio_is_the_median_of_pairs() -> None:
    assert ratio([2, 40, 9], [1, 10, 3]) == 3


@pytest.mark.parametrize(
    ("figure", "smaller", "verdict"),
    [(4.0, False, "met"), (3.9, False, "missed"), (3.9, True, "met"), (None, False, "not measured")],
)
def test_a_goal_is_judged_by_its_figure(figure: float | None, smaller: bool, verdict: str) -> None:
    assert Goal("", figure, 4, "×", smaller=smaller).verdict == verdict


def test_figures_have_three_digits() -> None:
    assert [shown(value, "ms") for value in (1234.5, 12.34, 1.234, None)] == ["1,234 ms", "12.3 ms", "1.23 ms", "–"]
