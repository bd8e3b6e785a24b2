"""Our YAQL parser against yaql's own: the same verdict and the same tree, for real texts and for mutations of them.

MISTRALC_GRAMMAR_MUTATIONS is how many mutations are tried, MISTRALC_GRAMMAR_SEED where they start.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mistralc.expressions.yaql.parser import parse
from mistralc.expressions.yaql.syntax_errors import YaqlSyntaxError
from tests.unit.expressions.yaql.trees import REJECTED, ROWS, library_parse, library_plain, plain

SHARED = Path(__file__).parents[4] / "shared"
MUTATIONS = int(os.environ.get("MISTRALC_GRAMMAR_MUTATIONS", "20000"))
SEED = int(os.environ.get("MISTRALC_GRAMMAR_SEED", "1"))

# Here a line break may stand between the marks, though Mistral sees no expression then: more texts to compare.
MARKED = re.compile(r"<%(.*?)%>", re.DOTALL)
TOKEN = re.compile(r"\s+|\$\w*|\w+\(?|'[^']*'|\"[^\"]*\"|=>|->|\?\.|[<>!]=|[=!]~|.", re.DOTALL)
CHARACTERS = "()[]{},.$=><!~+-*/?'\"`\\ \n\u00a0_a1é&|:%"
PIECES = (
    *("(", ")", "[", "]", "{", "}", ",", ".", "?.", "=>", "->", "=", "!=", ">=", "=~", "!~", "+", "-", "*", "/", "[0]"),
    *(
        " and ",
        " or ",
        " not ",
        " in ",
        " mod ",
        "not(",
        "f(",
        " true ",
        " null ",
        "$",
        "$x",
        "a",
        "__a",
        "1",
        "1.5",
        "1e5",
    ),
    *("'t'", '"t"', "`t`", "'\\x4'", "\u00a0", "==", "&&"),
)


def texts_in(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from texts_in(key)
            yield from texts_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts_in(value)


def corpus() -> Iterator[str]:
    for path in sorted((SHARED / "corpus").rglob("*")):
        if path.is_file():
            yield from MARKED.findall(path.read_text("utf-8", errors="replace"))


def conformance() -> Iterator[str]:
    for path in sorted((SHARED / "conformance").rglob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        for text in texts_in(data):
            yield from MARKED.findall(text)
        if path.name in ("yaql.json", "yaql-library.json"):
            cases = data if isinstance(data, list) else data["cases"]
            yield from (case["expr"] for case in cases if isinstance(case["expr"], str))


@cache
def real_texts() -> tuple[str, ...]:
    return tuple(dict.fromkeys([*corpus(), *conformance()]))


def ours(text: str) -> Any:
    try:
        return plain(parse.__wrapped__(text))
    except YaqlSyntaxError:
        return "rejected"


def theirs(text: str) -> Any:
    try:
        return library_plain(library_parse(text))
    except REJECTED:
        return "rejected"


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        parts = list(text) if chance.random() < 0.4 else TOKEN.findall(text)
        pool = CHARACTERS if chance.random() < 0.4 else PIECES
        place = chance.randrange(len(parts) + 1)
        other = chance.randrange(len(parts) + 1)
        change = chance.randrange(5)
        if change == 0:
            parts.insert(place, chance.choice(pool))
        elif change == 1:
            parts[place : place + 1] = [chance.choice(pool)]
        elif change == 2:
            del parts[place : place + 1]
        elif change == 3:
            parts.insert(other, "".join(parts[place : place + 1]))
        else:
            parts[place : place + 1], parts[other : other + 1] = parts[other : other + 1], parts[place : place + 1]
        text = "".join(parts)
    return text


@pytest.mark.skipif(not SHARED.is_dir(), reason="the texts (../shared) are absent")
def test_every_real_text() -> None:
    assert len(real_texts()) > 2500
    assert [text for text in real_texts() if ours(text) != theirs(text)] == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the texts (../shared) are absent")
def test_mutations_of_them() -> None:
    chance = random.Random(SEED)
    verdicts = {"accepted": 0, "rejected": 0}
    for _ in range(MUTATIONS):
        text = mutated(chance.choice(real_texts()), chance)
        expected = theirs(text)
        assert ours(text) == expected, f"seed {SEED}: {text!r}"
        verdicts["rejected" if expected == "rejected" else "accepted"] += 1
    print(f"seed {SEED}, {MUTATIONS} mutations: {verdicts}")
    assert min(verdicts.values()) > MUTATIONS / 10


@pytest.mark.parametrize(
    ("parts", "frame", "longest"),
    [
        (("x", ",", "=>"), "f({})", 8),
        (("x", ",", "=>", "["), "[{}]", 6),
        (("a", ".", "-", "not ", "*", "->", "[0]", " and "), "{}", 4),
    ],
    ids=["arguments", "nested arguments", "operators"],
)
def test_every_short_sequence(parts: tuple[str, ...], frame: str, longest: int) -> None:
    """What may be left out between commas, and what binds how strongly: all cases there are up to a length."""
    accepted = 0
    for length in range(longest + 1):
        for chosen in itertools.product(parts, repeat=length):
            text = frame.format(" ".join(chosen))
            tree = ours(text)
            assert tree == theirs(text), text
            accepted += tree != "rejected"
    assert accepted > 20


def test_every_pair_of_operators() -> None:
    operators = [operator for row in ROWS for operator in row if operator not in ("[]", "-x", "+x", "not x")]
    for first, second, prefix, index in itertools.product(
        operators, operators, ("", "-", "not ", "+ not "), ("", "[0]")
    ):
        for text in (
            f"{prefix}a{index} {first} b{index} {second} c{index}",
            f"a {first} {prefix}b{index} {second} c",
            f"a {first} b {second} {prefix}c{index} {first} d",
        ):
            assert ours(text) == theirs(text), text
