"""Every operator, method and function on every type of operand: compiled code gives the library's value, or none.

All of them with `-m slow`; a part without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import pytest

from tests.conformance.expressions.operands import CONTEXT, FORMS, OPERANDS
from tests.conformance.expressions.test_differential import agree, judged, native

# A prime that divides the length of no loop, so that each operand comes by.
STEP = 397

Forms = Callable[[], Iterator[str]]


def differing(sources: Iterable[str]) -> list[str]:
    wrong = (source for source in sources if agree(source, CONTEXT) is None)
    return [f"{source}: compiled {native(source, CONTEXT)}, library {judged(source, CONTEXT)}" for source in wrong]


@pytest.mark.parametrize("forms", FORMS)
def test_a_part_of_all_operands(forms: Forms) -> None:
    assert differing(islice(forms(), 0, None, STEP)) == []


@pytest.mark.slow
@pytest.mark.parametrize("forms", FORMS)
def test_all_operands(forms: Forms) -> None:
    assert differing(forms()) == []


@pytest.mark.parametrize(
    "source",
    [
        *(f"$.z.norm({operand})" for operand in OPERANDS),
        *(f"norm(null, {operand})" for operand in OPERANDS),
        *(f"$.z.isEmpty({operand})" for operand in OPERANDS),
        *(f"isEmpty($.z, true, {operand})" for operand in OPERANDS),
        *(f"{operand} in $.d.items()" for operand in OPERANDS),
        *(f"$.d.items().contains({operand})" for operand in OPERANDS),
        *(f"datetime(1, {operand})" for operand in OPERANDS),
        *(f"datetime('2015-01-01', {operand})" for operand in OPERANDS),
    ],
)
def test_an_answer_that_is_known_early_does_not_hide_an_argument_of_the_wrong_type(source: str) -> None:
    assert agree(source, CONTEXT) is not None
