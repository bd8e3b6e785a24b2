"""Compiled code against the yaql library: random expressions over random contexts give one value, or one kind of error.

Only evaluations where compiled code gives a value are counted: where it gives none, the library is what answers.
100,000 with `-m slow`, fewer without; EVALUATIONS and SEED (environment variables) ask for others. A failure is
printed with its seed and a smaller expression that fails alike.

That it finds faults is tried with the planted ones of `mutants.py`: ties of max() and min(), lists of unclear type,
order, slices, dicts, regexes, times, let(), sets, text of bool, null, float and list, and more.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mistralc.expressions import DEFAULT_OPTIONS, NoFunctions
from mistralc.expressions.yaql import compiler, library
from mistralc.expressions.yaql.compiler import compiled
from mistralc.expressions.yaql.compiler.code import Unsupported
from mistralc.expressions.yaql.parser import parse
from mistralc.expressions.yaql.runtime import Deopt
from tests.conformance.expressions.mutants import MUTANTS, Mutant
from tests.conformance.expressions.random_expressions import Expressions, context, smaller

CONTEXTS = 12
QUICK, FULL, PARTS = 1_000, 100_000, 4
SEED = int(os.environ.get("SEED", "1"))
PACKAGE = Path(compiler.__file__).parents[1]
_ADDRESS = re.compile(r"0x[0-9a-f]+")
_FUNCTIONS = NoFunctions()


def shape(value: Any) -> Any:
    """A value with the types of all its parts, so that 1, 1.0 and True differ."""
    if isinstance(value, dict):
        return "dict", [(shape(key), shape(item)) for key, item in value.items()]
    if isinstance(value, list | tuple):
        return type(value).__name__, [shape(item) for item in value]
    if isinstance(value, set | frozenset):
        return type(value).__name__, sorted((shape(item) for item in value), key=repr)
    return type(value).__name__, repr(value)


def judged(source: str, data: Any) -> tuple[str, Any]:
    """What the yaql library makes of the expression."""
    try:
        return "value", shape(library.evaluate(source, data, _FUNCTIONS, DEFAULT_OPTIONS))
    except Exception as error:  # noqa: BLE001 - any error is an answer
        return "error", type(error).__name__


def native(source: str, data: Any) -> tuple[str, Any]:
    """What compiled code makes of it: a value, or that it is left to the library."""
    try:
        function = compiled(parse(source))
    except Unsupported:
        return "not compiled", None
    before = shape(data)
    try:
        answer = "value", shape(function.run(data, _FUNCTIONS))
    except Deopt:
        answer = "not certain", None
    except Exception as error:  # noqa: BLE001 - the library is asked what it comes to
        answer = "raised", type(error).__name__
    assert shape(data) == before, "the context was changed"
    return answer


def agree(source: str, data: Any) -> str | None:
    """How it went: None when compiled code is wrong. It is wrong to give a value where the library gives another."""
    kind, value = native(source, data)
    return kind if kind != "value" or judged(source, data) == ("value", value) else None


def shrunk(source: str, data: Any) -> str:
    """The smallest expression found that fails with the same context."""
    for _ in range(50):
        for candidate in sorted(set(smaller(source)), key=len):
            if len(candidate) < len(source) and fails(candidate, data):
                source = candidate
                break
        else:
            return source
    return source


def fails(source: str, data: Any) -> bool:
    try:
        return agree(source, data) is None
    except Exception:  # noqa: BLE001 - not every part is an expression
        return False


def run(evaluations: int, seed: int) -> Counter[str]:
    seen: Counter[str] = Counter()
    failures: list[str] = []
    number = 0
    while seen["value"] < evaluations and len(failures) < 20:
        number += 1
        source = Expressions(seed * 1_000_003 + number).expression()
        for offset in range(CONTEXTS):
            data = context(seed * 1_000_003 + number * CONTEXTS + offset)
            how = agree(source, data)
            seen[how or "wrong"] += 1
            if how is None:
                small = shrunk(source, data)
                failures.append(
                    f"{small!r} (of {source!r}, seed {seed}.{number}.{offset})\n  context {data}\n  "
                    f"compiled {native(small, data)}\n  library  {judged(small, data)}"
                )
                break
    print(f"seed {seed}: {number} expressions, {dict(seen)}")
    assert not failures, "\n".join(failures)
    return seen


def test_compiled_code_agrees_with_the_library() -> None:
    seen = run(QUICK, SEED)
    assert seen["value"] > sum(seen.values()) / 4


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_compiled_code_agrees_with_the_library_at_length(part: int) -> None:
    """In parts, so that two processes can share them."""
    seen = run(int(os.environ.get("EVALUATIONS", FULL)) // PARTS, SEED + 1 + part)
    assert seen["value"] > sum(seen.values()) / 4


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.what)
def test_every_mutant_has_its_place_in_the_code(mutant: Mutant) -> None:
    text = (PACKAGE / mutant.file).read_text("utf-8")
    assert mutant.planted(text) != text
