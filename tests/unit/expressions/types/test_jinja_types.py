"""Types of Jinja: whatever is said to fail fails, and what works is of the type that is told."""

import itertools

import pytest

from mistralc.expressions import ExpressionError, evaluate_text
from mistralc.expressions.types import Known, analyse_jinja, choice, is_of, type_of
from mistralc.expressions.types.lattice import ANY, NEVER

VALUES = [1, 0, 2.5, True, None, "text", "3", [], [1, "a"], {"a": 1}, {}]
OPERATIONS = [f"_.a {operator} _.b" for operator in ("+", "-", "*", "/", "//", "%", "~", "<", ">=", "in", "and", "or")]
OPERATIONS += [f"_.a | {name}" for name in ("length", "int", "upper", "abs", "list", "first", "join", "float", "sort")]
OPERATIONS += [
    "_.a.a",
    "_.a['a']",
    "_.a[0]",
    "_.a.upper()",
    "_.a | default(_.b)",
    "-_.a",
    "[_.a] + [_.b]",
    "_.a.split()",
]
OPERATIONS += ["_.get('a', _.b)", "{'k': _.a}.k", "_.a if _.b else 1", "_.a is none", "not _.a"]


def known(context):
    """The types of the variables of a context."""
    return Known(
        lambda name: type_of(context[name]) if name in context else ANY,
        lambda name: type_of(context[name]) if name in context else NEVER,
        lambda name, arguments: None,
    )


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_on_every_pair_of_values(operation):
    text = "{{ " + operation + " }}"
    for a, b in itertools.product(VALUES, repeat=2):
        context = {"a": a, "b": b}
        (said,) = analyse_jinja(text, None, [known(context)])
        failing = [finding for finding in said.findings if finding.always]
        try:
            value = evaluate_text(text, context)
        except ExpressionError:
            continue
        assert not failing, f"{operation} works for {a!r} and {b!r}"
        assert is_of(value, said.type), f"{operation} of {a!r} and {b!r} is {value!r}, not {said.type}"


@pytest.mark.parametrize(
    ("text", "context", "message"),
    [
        ("{{ _.n + 'x' }}", {"n": 3}, "'+' does not take (int, str)"),
        ("{{ 'x' + _.l | length }}", {"l": []}, "'+' does not take (str, int)"),
        ("{{ _.n | length }}", {"n": 3}, "'length' does not take a number"),
        ("{{ _.n < 'x' }}", {"n": 3}, "'<' does not take (int, str)"),
        ("{{ _.n / 0 }}", {"n": 3}, "'/' by 0 always fails"),
        ("{{ _.d.nam }}", {"d": {"name": 1}}, "no 'nam' in this dict"),
        ("{{ _.s.uper() }}", {"s": "x"}, "no 'uper' in text"),
        ("{{ _.n[0] }}", {"n": 3}, "a number cannot be indexed"),
        ("{{ -_.s }}", {"s": "x"}, "'-' does not take text"),
    ],
)
def test_what_fails(text, context, message):
    (said,) = analyse_jinja(text, None, [known(context)])
    assert [(finding.message, finding.always) for finding in said.findings] == [(message, True)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ _.s == 'SUCESS' }}", "'==' compares 'ERROR' or 'SUCCESS' with 'SUCESS': it is false for all values"),
        ("{{ 'SUCESS' != _.s }}", "'!=' compares 'ERROR' or 'SUCCESS' with 'SUCESS': it is true for all values"),
        ("{{ _.s in ['x'] }}", "'in' compares 'ERROR' or 'SUCCESS' with 'x': it is false for all values"),
        ("{{ _.s not in ['SUCESS', 'ERROR'] }}", "it is never 'SUCESS'"),
        ("{{ _.s == 1 }}", "'==' compares text with a number: it is false for all values"),
    ],
)
def test_what_is_never_equal(text, message):
    state = choice("SUCCESS", "ERROR")
    (said,) = analyse_jinja(text, None, [Known(lambda name: state, lambda name: state, lambda name, arguments: None)])
    assert [finding.message for finding in said.findings] == [message]


@pytest.mark.parametrize(
    "text",
    [
        "{{ _.d.nam | default('x') }}",
        "{{ _.d.nam is defined }}",
        "{% if _.d.name %}{{ _.d.name }}{% endif %}",
        "{% set n = 'x' %}{{ n + 'y' }}",
        "{{ _.d.items() | list }}",
        "{{ _.d.get('nam') }}",
        "{{ _.anything + 1 }}",
    ],
)
def test_what_is_left_alone(text):
    (said,) = analyse_jinja(text, None, [known({"d": {"name": "x"}})])
    assert said.findings == []


def test_a_fault_is_told_at_its_line():
    text = "first {{ _.n }}\nthen {{ _.n + 'x' }}\n"
    (said,) = analyse_jinja(text, None, [known({"n": 1})])
    (finding,) = said.findings
    assert text[finding.start : finding.end] == "then {{ _.n + 'x' }}"
