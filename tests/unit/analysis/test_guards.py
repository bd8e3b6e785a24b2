"""Guards said to exclude each other do: checked against what they evaluate to."""

from itertools import product

import pytest

from mistralc.analysis.guards import facts
from mistralc.expressions import ExpressionError, evaluate


def exclude(first, second):
    outcomes = dict(facts(first))
    return any(outcomes.get(what, outcome) != outcome for what, outcome in facts(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<% $.ready %>", "<% not $.ready %>"),
        ("<% $.ready %>", "<% not ($.ready) %>"),
        ("<% $.a and $.b %>", "<% not ($.a and $.b) %>"),
        ("<% $.n > 3 %>", "<% $.n <= 3 %>"),
        ("<% $.n > 3 %>", "<% not ($.n > 3) %>"),
        ("<% $.n < 3 %>", "<% $.n > 3 %>"),
        ("<% $.n < 3 %>", "<% $.n = 3 %>"),
        ("<% $.kind = 'a' %>", "<% $.kind != 'a' %>"),
        ("<% $.kind = 'a' %>", "<% $.kind = 'b' %>"),
        ("<% $.kind = 'a' %>", "<% not ($.kind = 'a') %>"),
        ("<% not ($.kind != 'a') %>", "<% $.kind = 'b' %>"),
        ("<% task(t).result = 1 %>", "<% task(t).result = 2.0 %>"),
        ("<% $.l.len() = 0 %>", "<% $.l.len()  !=  0 %>"),
        ("{{ _.ready }}", "{{ not _.ready }}"),
        ("{{ _.kind == 'a' }}", "{{ _.kind == 'b' }}"),
        ("{{ _.l|length > 0 }}", "{{ _.l|length <= 0 }}"),
    ],
)
def test_a_condition_excludes_its_negation(first, second):
    assert exclude(first, second)
    assert exclude(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", "<% not $.a %>"),
        ("<% $.a %>", "<% $.b %>"),
        ("<% $.n > 3 %>", "<% $.n > 5 %>"),
        ("<% $.n = 1 %>", "<% $.n = 1.0 %>"),
        # Both hold for a list with 1 and 2 in it.
        ("<% $.l.any($ = 1) %>", "<% $.l.any($ != 1) %>"),
        # Two texts with expressions in them, never empty.
        (" <% $.a %>", " <% not $.a %>"),
        ("<% not $.a %> <% $.b %>", "<% $.a %> <% $.b %>"),
        ("<% $.a %>x", "<% not $.a %>x"),
        # Asked twice, answered twice.
        ("<% random() > 0.5 %>", "<% random() <= 0.5 %>"),
        ("<% uuid() = 'a' %>", "<% uuid() != 'a' %>"),
        # An operator binds what the eye does not see.
        ("{{ _.a == _.b if _.c else _.d }}", "{{ _.a != _.b if _.c else _.d }}"),
        ("<% $.a = 1 in $.l %>", "<% $.a != 1 in $.l %>"),
        ("<% $.x = 'a  b' %>", "<% not ($.x = 'a b') %>"),
        # Of two sets neither need be smaller.
        ("<% not ($.s < $.t) %>", "<% not ($.s >= $.t) %>"),
        # One text, two languages.
        ("<% a %>", "{{ not a }}"),
        ("<% $.a + %>", "<% not $.a + %>"),
    ],
)
def test_guards_that_can_both_hold_do_not_exclude_each_other(first, second):
    assert not exclude(first, second)


VALUES = [None, 0, 1, 2.5, "", "a", "1", True, [], [1], [1, 2], {"k": 1}]
CONTEXTS = [{"a": a, "b": b, "l": items} for a in VALUES for b, items in ((None, []), (1, [1, 2]), ("a", [1]))]
YAQL = [("$.a", "1"), ("$.a", "'a'"), ("$.a", "$.b"), ("$.a", "null"), ("$.l.len()", "1.0"), ("$.l.any($ = 1)", "true")]
JINJA = [("_.a", "1"), ("_.a", "'a'"), ("_.a", "_.b"), ("_.a", "none"), ("_.l|length", "1.0"), ("_.l[0]", "_.a")]
FORMS = ["{x}", "not {x}", "not ({x})", "{x}{o}{y}", "{x} {o} {y}", "not ({x} {o} {y})", "not {x} {o} {y}"]


def guards_about(frame, x, y, equal):
    texts = {form.format(x=x, y=y, o=o) for form in FORMS for o in (equal, "!=", "<", ">", "<=", ">=")}
    return [frame.format(text) for text in sorted(texts)]


def worlds(guard):
    """The contexts in which a guard holds."""
    return {number for number, context in enumerate(CONTEXTS) if holds(guard, context)}


def holds(guard, context):
    try:
        return bool(evaluate(guard, context))
    except ExpressionError:
        return False


@pytest.mark.parametrize(("x", "y"), YAQL)
def test_no_values_make_two_yaql_guards_hold_that_exclude_each_other(x, y):
    refute([*guards_about("<% {} %>", x, y, "="), f"<% {x} = 2 %>", f"<% {x} = 'b' %>", f"<% {x} != 2 %>"])


@pytest.mark.parametrize(("x", "y"), JINJA)
def test_no_values_make_two_jinja_guards_hold_that_exclude_each_other(x, y):
    choice = f"{{{{ {x} == {y} if _.b else _.a }}}}"
    refute([*guards_about("{{{{ {} }}}}", x, y, "=="), choice, choice.replace("==", "!="), f"{{{{ {x} == 2 }}}}"])


def refute(guards):
    where = {guard: worlds(guard) for guard in guards}
    for first, second in product(guards, guards):
        if exclude(first, second):
            assert not where[first] & where[second], (first, second)
