"""Where a variable is read (what is read: `test_reads.py`)."""

from __future__ import annotations

import pytest
from hypothesis import given

from mistralc.expressions.yaql.ast import Node
from mistralc.expressions.yaql.parser import parse
from mistralc.expressions.yaql.reads import reads, variables_with_places
from tests.unit.expressions.yaql.trees import TREES, tries, unparse


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("$.a.b + $.c", ["a=a", "c=c"]),
        ("$.l.where($.x = 1).select($.y)", ["l=l"]),
        ("$['a b'] + $.get('c', $.d)", ["a b='a b'", "c='c'", "d=d"]),
        ("$.get(key => ('k'))", ["k=('k')"]),
        ("$__env.x", ["__env=$__env"]),
        ("let(x => $.a) -> $x + $.a", ["a=a", "a=a"]),
        ("let($.a) -> $.b", ["a=a"]),
        ("$.a and not $.b or $1.c", ["a=a", "b=b", "c=c"]),
        ("$[1] + $[$.key]", ["key=key"]),
        ("$", []),
    ],
)
def test_places(text: str, pieces: list[str]) -> None:
    places = variables_with_places(parse(text))
    assert [f"{place.name}={text[place.start : place.end]}" for place in places] == pieces


@given(TREES)
@tries(300)
def test_the_places_are_those_of_the_reads(tree: Node) -> None:
    read = parse(unparse(tree))
    places = variables_with_places(read)
    assert {place.name for place in places} == reads(read).variables
    assert list(places) == sorted(places)
    assert len(set(places)) == len(places)
