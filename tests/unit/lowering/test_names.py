"""Names that Airflow and Python accept, each once, for whatever Mistral accepts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistralc.identifiers import MAX_ID, airflow_id
from mistralc.lowering.names import Namespace

LOST = [("größe", "gro_e-"), ("日本語", "_-"), ("é", "e-"), ("x" * 251, "x" * 241 + "-")]
AIRFLOW_KEY = re.compile(r"[\w.-]+", re.ASCII)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)


@given(NAMES)
def test_an_id_is_one_that_airflow_accepts_and_a_file_can_have(name):
    made = airflow_id(name)
    assert AIRFLOW_KEY.fullmatch(made)
    assert len(f"{made}.py".encode()) <= 255


@pytest.mark.parametrize("name", ["t", "a.b", "a-b_c", "__x__", "x" * MAX_ID])
def test_a_name_that_airflow_accepts_is_kept(name):
    assert airflow_id(name) == name


@pytest.mark.parametrize(("name", "start"), LOST)
def test_what_is_lost_of_a_name_is_in_a_digest(name, start):
    made = airflow_id(name)
    assert made.startswith(start)
    assert len(made) == len(start) + 8


def test_long_names_that_begin_alike_stay_different():
    assert airflow_id("x" * 300 + "a") != airflow_id("x" * 300 + "b")
    assert airflow_id("日" * 90) != airflow_id("日" * 91)


@given(st.lists(NAMES, max_size=8))
def test_no_two_wishes_get_the_same_id_or_variable(names):
    namespace, variables = Namespace(), Namespace()
    assert len({namespace.id(name) for name in names}) == len(names)
    program = "\n".join(f"{variables.identifier(name)} = {index}" for index, name in enumerate(names))
    scope = {}
    exec(program, {}, scope)  # as Python reads the names, which is not always as they are written
    assert sorted(scope.values()) == list(range(len(names)))


@pytest.mark.parametrize(
    ("wish", "variable"),
    [
        ("class", "class_"),
        ("print", "print_"),
        ("None", "None_"),
        ("2nd", "_2nd"),
        ("a task", "a_task"),
        ("a.b", "a_b"),
        ("", "_"),
        ("🎉", "_"),
        ("x²", "x2"),
        ("ﬁ", "fi"),
        ("größe", "größe"),
        ("a\u0301", "á"),
    ],
)
def test_a_variable_is_as_near_to_the_name_as_python_allows(wish, variable):
    assert Namespace().identifier(wish) == variable


def test_the_same_wishes_get_the_same_names():
    wishes = ["a", "a", "a b", "a_b", "a"]
    first, second = Namespace(["a"]), Namespace(["a"])
    assert (
        [first.id(wish) for wish in wishes]
        == [second.id(wish) for wish in wishes]
        == ["a_2", "a_3", "a_b", "a_b_2", "a_4"]
    )
