"""Faults written by hand in places and spellings that the seeded ones do not have: `by_hand.txt`.

A section is a whole file below `=== what is wrong`; a message is expected at one of the lines that begin with `«`.
"""

from pathlib import Path

import pytest

from mistralc.source import load
from tests.mutation import judge

SECTIONS = Path(__file__).with_name("by_hand.txt").read_text(encoding="utf-8").split("=== ")[1:]
CASES = [section.split("\n", 1) for section in SECTIONS]


@pytest.mark.parametrize(("name", "text"), CASES, ids=[name for name, _ in CASES])
def test_the_fault_is_found_at_its_line(name, text):
    expected = {number for number, line in enumerate(text.splitlines(), 1) if line.startswith("«")}
    _, said = judge.check(load(text.replace("«", "").encode(), "by_hand.yaml"))
    assert expected & {found.span.line for found in said}, name


def test_names_are_given_once():
    assert len({name for name, _ in CASES}) == len(CASES) > 200
