"""Conditions as formulas: what is said to hold always or never does so for every value."""

import random

import pytest

from mistralc.expressions import ExpressionError, evaluate_text
from mistralc.expressions.formula import outcome
from mistralc.expressions.formula_reading import of_jinja, of_yaql
from mistralc.expressions.yaql.parser import parse


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("$.a = 1 and $.a = 2", False),
        ("$.a = 1 and ($.b or $.a = 2)", None),
        ("$.a = 1 and ($.a = 3 or $.a = 2)", False),
        ("$.a != 1 or $.a != 2", True),
        ("$.a = 1 or $.a != 1", True),
        ("$.a > 5 and $.a < 3", False),
        ("$.a > 5 and $.a <= 5", False),
        ("$.a >= 5 and $.a <= 5", None),
        ("5 < $.a and $.a < 3", False),
        ("$.a > 5 or $.a <= 5", None),
        ("$.a = null and $.a", False),
        ("$.a in [1, 2] and $.a = 3", False),
        ("$.a in [1, 2] and $.a in [3]", False),
        ("$.a in [1, 2] and $.a != 1", None),
        ("$.a = x and not ($.a = x)", False),
        ("not ($.a and not $.a)", True),
        ("$.a = $.a", True),
        ("$.a < $.a", False),
        ("$.a <= $.a", None),
        ("$.a = $.b and $.a != $.b", False),
        ("len($.a) = 0 and len( $.a ) > 0", False),
        ("$.a and $.b", None),
        ("1 = 1 and 'a' < 'b'", True),
    ],
)
def test_conditions_of_yaql(condition, expected):
    assert outcome(of_yaql(parse(condition))) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("_.a == 1 and _.a == 2", False),
        ("_.a != 1 or _.a != 2", True),
        ("_.a is none and _.a", False),
        ("_.a in ['x', 'z'] and _.a not in ['x', 'y']", None),
        ("_.a in ['x'] and _.a not in ['x', 'y']", False),
        ("_.a in ['x'] and _.a not in ['x']", False),
        ("not _.a or _.a", True),
        ("_.a == 1", None),
        ("_.a | length > 3 and _.a | length < 2", False),
    ],
)
def test_conditions_of_jinja(condition, expected):
    formula = of_jinja("{{ " + condition + " }}")
    assert formula is not None
    assert outcome(formula) is expected


def test_texts_that_are_no_one_expression_have_no_formula():
    assert of_jinja("{{ _.a }} and {{ _.b }}") is None
    assert of_jinja("{% if _.a %}x{% endif %}") is None


def test_random_conditions_come_out_as_is_said_for_every_value():
    dice = random.Random(4)
    decided = 0
    for _ in range(1500):
        condition = _condition(dice, 3)
        said = outcome(of_yaql(parse(condition)))
        if said is not None:
            decided += 1
            for a in (0, 1, 2, 3, None, "x", ""):
                for b in (0, 2, None):
                    try:
                        value = bool(evaluate_text(f"<% {condition} %>", {"a": a, "b": b}))
                    except ExpressionError:
                        continue
                    assert value is said, f"{condition} with {a!r} and {b!r}"
    assert decided > 100


def _condition(dice, depth):
    if depth and dice.random() < 0.7:
        left, right = _condition(dice, depth - 1), _condition(dice, depth - 1)
        return dice.choice([f"({left} and {right})", f"({left} or {right})", f"not ({left})"])
    name = dice.choice(["$.a", "$.a", "$.a", "$.b"])
    constant = dice.choice(["0", "1", "2", "null", "x"])
    number = dice.choice(["0", "1", "2"])
    return dice.choice(
        [
            f"{name} = {constant}",
            f"{name} != {constant}",
            f"{name} > {number}",
            f"{number} >= {name}",
            name,
            f"{name} in [{constant}, {number}]",
        ]
    )
