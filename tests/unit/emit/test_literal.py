"""Data as Python source: it reads back as what it was, and lines stay short where they can."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistralc.emit.literal import WIDTH, literal, quoted

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text())
DATA = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=6) | st.dictionaries(st.text() | st.integers() | st.booleans(), inner, max_size=6)
    ),
    max_leaves=30,
)


@given(DATA, st.integers(0, 130), st.integers(0, 40))
def test_a_literal_evaluates_to_its_value(value, column, indent):
    assert eval(literal(value, column, indent), {"float": float}) == value


@given(st.text())
def test_a_quoted_text_is_one_line_of_printable_characters_that_reads_back(text):
    written = quoted(text)
    assert eval(written) == text
    assert written.isprintable()
    assert written[0] == '"' or '"' in text


def test_what_python_has_no_literal_for():
    assert math.isnan(eval(literal(float("nan"))))
    assert [eval(literal(value)) for value in (math.inf, -math.inf)] == [math.inf, -math.inf]
    assert literal({"a": [math.inf]}) == '{"a": [float("inf")]}'


def test_long_data_is_one_entry_a_line():
    value = {"first": ["x" * 60, "y" * 60], "second": 2}
    assert literal(value, column=14, indent=8).splitlines() == [
        "{",
        '            "first": [',
        f'                "{"x" * 60}",',
        f'                "{"y" * 60}",',
        "            ],",
        '            "second": 2,',
        "        }",
    ]


@given(st.lists(st.text("ab c", max_size=30) | st.dictionaries(st.text("ab", max_size=5), st.integers()), max_size=12))
def test_lines_are_no_wider_than_need_be(value):
    assert all(len(line) <= WIDTH for line in ("x" * 8 + literal(value, column=8, indent=8)).splitlines())


@pytest.mark.parametrize("value", [[], {}, "", "x" * 200])
def test_what_cannot_be_split_stays_on_one_line(value):
    assert "\n" not in literal(value, column=100)
