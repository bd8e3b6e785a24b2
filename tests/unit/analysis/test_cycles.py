"""Loops are found as an exhaustive search finds them."""

import sys
import time

from hypothesis import given
from hypothesis import strategies as st

from mistralc.analysis.cycles import cycles, edges_inside
from tests.unit.making import graph


@st.composite
def graphs(draw):
    size = draw(st.integers(1, 7))
    names = [f"t{i}" for i in range(size)]
    tasks = {"start": {"on-success": names}}
    for name in names:
        targets = draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
        tasks[name] = {"on-complete": targets} if targets else None
    return tasks


def reachable(tasks, name):
    found, waiting = set(), [name]
    while waiting:
        for target in (tasks[waiting.pop()] or {}).get("on-complete", []):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


@given(graphs())
def test_a_loop_is_a_set_of_tasks_that_all_reach_each_other(tasks):
    reach = {name: reachable(tasks, name) for name in tasks}
    expected = {
        tuple(other for other in tasks if other in reach[name] and name in reach[other])
        for name in tasks
        if name in reach[name]
    }
    found = cycles(graph(tasks))
    assert set(found) == expected
    assert len(found) == len(expected)
    assert found == sorted(found, key=lambda loop: list(tasks).index(loop[0]))


@given(graphs())
def test_the_edges_of_a_loop_stay_inside(tasks):
    made = graph(tasks)
    for loop in cycles(made):
        inside = edges_inside(made, loop)
        assert {edge.source for edge in inside} == set(loop) == {edge.target for edge in inside}


def test_a_chain_longer_than_the_stack_is_deep_is_walked():
    size = 2 * sys.getrecursionlimit()
    tasks = {f"t{i}": {"on-success": f"t{i + 1}"} for i in range(size)} | {f"t{size}": None}
    made = graph(tasks)
    start = time.process_time()
    assert cycles(made) == []
    assert time.process_time() - start < 5
