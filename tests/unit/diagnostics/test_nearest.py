import pytest

from mistralc.diagnostics import did_you_mean, edit_distance, nearest

KEYS = ["on-success", "on-error", "on-complete", "retry", "join", "input", "publish"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("on-sucess", "on-success"),
        ("on_success", "on-success"),
        ("On-Success", "on-success"),
        ("on-eror", "on-error"),
        ("retyr", "retry"),
        ("publihs", "publish"),
        ("inptu", "input"),
        ("policies", None),
        ("do", None),
        ("in", None),
    ],
)
def test_nearest_key(written, meant):
    assert nearest(written, KEYS) == meant


def test_ties_are_broken_by_name_so_that_output_is_stable():
    assert nearest("task3", ["task2", "task1"]) == "task1"


def test_of_equally_near_names_the_inner_scope_is_meant():
    assert nearest("task3", ["task2"], ["task1"]) == "task2"
    assert nearest("taks1", ["task2"], ["task1"]) == "task1"


def test_a_swap_of_neighbours_is_one_edit():
    assert edit_distance("retyr", "retry") == 1
    assert edit_distance("kitten", "sitting") == 3


def test_help_line():
    assert did_you_mean("jion", KEYS) == "did you mean 'join'?"
    assert did_you_mean("zzzzz", KEYS) is None
