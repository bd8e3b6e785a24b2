"""Sets of faults that were written by hand before anybody looked at what the checker says about them.

Each set was run once and its figure kept, then the rules were mended where they had been silent. What is found is in
`in_corpus.txt` and `by_hand.txt`, under names that begin with the letter of the set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Fresh(NamedTuple):
    """A set: its letter, where its faults are, how many there are, and how many were found at the line at first."""

    letter: str
    where: str
    faults: int
    at_first: int


SETS = (
    Fresh("A", "public workflows, every item of the list of rules", 76, 68),
    Fresh("B", "public workflows, nested places and both languages", 75, 65),
    Fresh("C", "small workflows: YAML forms, policies, ad-hoc actions, workbooks", 78, 63),
    Fresh("D", "public workflows, after what A, B and C showed was mended", 79, 74),
    Fresh("E", "other public workflows", 69, 66),
    Fresh("F", "small workflows: types, Jinja, joins, secrets", 69, 63),
    Fresh("G", "both, and habits of other languages", 58, 56),
    Fresh("H", "public workflows, after all of that was mended", 25, 24),
)

MISSED = (
    "a text for an argument that the catalogue calls `any` (B, `fields` of `ironic.node_get`)",
    "an anchor, which is told a line below it (C)",
    "a field of the error of `std.http` (C)",
    "on-error where on-complete was meant, told where the variable is missing (D)",
    "a workflow that calls itself for each of a list, behind a choice (D)",
    "a field of the result of an action of another system (E)",
    "`std.sleep` for a text, which counts as 0 (F)",
    "an index beyond a list of `vars` (F)",
    "the result of a task that only another branch may have run (G)",
    "`${name}` as a value (G)",
)


def section() -> Iterator[str]:
    """The sets as a part of the page."""
    found = _found()
    yield "## Faults written by hand, each set measured before the rules were mended for it"
    yield ""
    yield "The first figure is the honest one for faults that nobody here has seen. Each set was written without a look"
    yield "at the rules, run once, and only then were rules mended (never for a single case)."
    yield ""
    yield "| set | where | faults | at the line when it was new | | now |"
    yield "|---|---|---:|---:|---:|---:|"
    for one in SETS:
        share = f"{100 * one.at_first / one.faults:.1f} %"
        yield f"| {one.letter} | {one.where} | {one.faults} | {one.at_first} | {share} | {found.get(one.letter, 0)} |"
    yield ""
    yield f"Still missed: {'; '.join(MISSED)}."


def _found() -> dict[str, int]:
    """How many faults of each set are in the files of those that are found."""
    counts: dict[str, int] = {}
    for name in ("in_corpus.txt", "by_hand.txt"):
        text = Path(__file__).with_name(name).read_text(encoding="utf-8")
        for letter in re.findall(r"^=== ([A-Z])\d\d ", text, re.M):
            counts[letter] = counts.get(letter, 0) + 1
    return counts
