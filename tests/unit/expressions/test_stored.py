"""Results in the form they are kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistralc.expressions import UnstorableError, evaluate, stored

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_plain_data_is_kept_as_it_is(value: Any) -> None:
    assert stored(value) == value


@given(JSON)
def test_it_is_what_json_gives_back(value: Any) -> None:
    assert stored({1: (value,), None: value, 2.5: [value]}) == json.loads(
        json.dumps({1: (value,), None: value, 2.5: [value]})
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("<% set(1) %>", [1]),
        ("<% datetime(2020, 1, 2) %>", "2020-01-02T00:00:00.000000"),
        ("<% {1 => 2} %>", {"1": 2}),
        ("{{ (1, 2) }}", [1, 2]),
        ("{{ '<'|escape }}", "&lt;"),
        ("{{ _.l|map(attribute='a') }}", [1]),
        ("{{ range(2) }}", [0, 1]),
    ],
)
def test_other_types(text: str, value: object) -> None:
    result = stored(evaluate(text, {"l": [{"a": 1}]}))
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    "text", ["{{ _.l|map(attribute='b')|list }}", "{{ _.l|map(attribute='b') }}", "<% timespan(1) %>"]
)
def test_what_cannot_be_kept(text: str) -> None:
    with pytest.raises(UnstorableError):
        stored(evaluate(text, {"l": [{"a": 1}]}))
