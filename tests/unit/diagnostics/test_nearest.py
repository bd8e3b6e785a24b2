import pytest
from hypothesis import given
from hypothesis import strategies as some

from mistralc.diagnostics import Names, did_you_mean, near, nearest

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


def edit_distance(left, right):
    """Optimal string alignment by its definition, without a tree."""
    rows = [list(range(len(right) + 1))]
    for i, a in enumerate(left, 1):
        rows.append([i])
        for j, b in enumerate(right, 1):
            cost = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            rows[i].append(cost)
    return rows[-1][-1]


def test_a_swap_of_neighbours_is_one_edit():
    assert edit_distance("retyr", "retry") == 1
    assert list(Names(["retry"]).within("retyr", 1)) == [(1, "retry")]
    assert edit_distance("kitten", "sitting") == 3


WORDS = some.text(alphabet="abc", max_size=8)


@given(WORDS, some.sets(WORDS), some.integers(0, 2))
def test_the_tree_finds_what_a_comparison_with_each_name_finds(wanted, names, most):
    expected = {(edit_distance(wanted, name), name) for name in names if edit_distance(wanted, name) <= most}
    assert set(Names(names).within(wanted, most)) == expected


def test_a_scope_is_read_once_for_all_searches():
    read = []

    def scope():
        read.append(1)
        yield from ("first", "second")

    names = Names(scope())
    assert (near("frist", names), near("secnod", names), read) == (["first"], ["second"], [1])


def test_help_line():
    assert did_you_mean("jion", KEYS) == "did you mean 'join'?"
    assert did_you_mean("zzzzz", KEYS) is None
