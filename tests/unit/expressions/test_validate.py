"""Syntax errors: what is one, its words, and where it is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from mistralc.expressions import ExpressionSyntaxError, Options, validate, validate_bare


@pytest.mark.parametrize(
    "text",
    [
        "<% $.a %>",
        "a <% $.a %> and <% f(1, x => 2) %>",
        "{{ _.a|default('x') }}",
        "{% for i in _.l %}{{ i }}{% endfor %}",
        "{% if 1 %}x{% endif %}",
        "plain { text } % <",
        5,
        None,
        ["<% * %>"],
        "{{ nosuch|upper }}",
        "<% nosuch() %>",
    ],
)
def test_valid(text: object) -> None:
    validate(text)


@pytest.mark.parametrize(
    ("text", "words", "at"),
    [
        ("<% * %>", "expected a value, `[` or `(` first, found `*`", "* %>"),
        ("ab <% $.a %> <% $.b $.c %>", "expected an operator after `b`, found `$`", "$.c %>"),
        ("<% $.a + %>", "expected a value, `[` or `(` after `+`, found the end", " %>"),
        ("<%  %>", "the expression is empty", "<%  %>"),
        ("<% $.a ? 1 %>", "`?` is no operator", "? 1 %>"),
        ("<% $.a\u00a0+ 1 %>", "no-break space", "\u00a0+ 1 %>"),
        ("<% $.__env %>", "cannot begin with two underscores", "__env %>"),
        ("<% f(1,) %>", "expected a value after `,`, found `)`", ",) %>"),
        ("{{ 1 + }}", "Syntax error 'unexpected", " }}"),
        ("x {{ _.a }}\n {{ _.a _.b }}", "Syntax error", "_.b }}"),
        ("a {{- _.a -}} {{ * }}", "unexpected '*'", "* }}"),
        ("x {{ 'abc }}", "unexpected char", "'abc }}"),
        ("{{ (1 }}", "expected ')'", " }}"),
        ("{{ _.a| }}", "expected token 'name'", " }}"),
        ("a\nb {% nosuch 1 %}", "unknown tag 'nosuch'", "{% nosuch 1 %}"),
        ("{% if 1 %}x", "Unexpected end of template", "{% if 1 %}x"),
        ("{{ _.a }}<% $.a %>", "Mixing expression types", "<% $.a %>"),
        ("<% $.a %>{{ _.a }}", "Mixing expression types", "<% $.a %>{{ _.a }}"),
    ],
)
def test_invalid(text: str, words: str, at: str) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        validate(text)
    assert words in caught.value.message
    assert str(caught.value) == caught.value.message
    assert caught.value.offset is not None
    if text == "<%  %>":
        assert 0 <= caught.value.offset <= len(text)
    else:
        assert text[caught.value.offset :] == at


def test_the_language_of_an_error() -> None:
    for text, language in (("<% * %>", "yaql"), ("{{ * }}", "jinja"), ("{{ 1 }}<% 1 %>", None)):
        with pytest.raises(ExpressionSyntaxError) as caught:
            validate(text)
        assert caught.value.language == language


def test_the_fault_in_the_jinja_part_is_found_before_the_mix() -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        validate("<% 1 %>{{ * }}")
    assert caught.value.language == "jinja"


def test_a_disabled_language() -> None:
    with pytest.raises(ExpressionSyntaxError, match="'yaql' expression language is disabled"):
        validate("<% 1 %>", Options(allowed_languages=("jinja",)))


@pytest.mark.parametrize(("source", "language"), [("*", "yaql"), ("*", "jinja"), ([1], "yaql"), ({}, "jinja")])
def test_bare(source: object, language: str) -> None:
    validate_bare("1 + 1", language)
    with pytest.raises(ExpressionSyntaxError):
        validate_bare(source, language)


def test_one_failing_parse_does_not_disturb_the_next() -> None:
    for _ in range(3):
        with pytest.raises(ExpressionSyntaxError):
            validate("<% f(1, [ %>")
        validate("<% f(1, [2]) %>")


def test_threads_may_parse_at_once() -> None:
    """The parser of the yaql library is one object with state."""
    texts = [f"<% f({number}, [{{a => {number}}}]) + $.x{number} %>" for number in range(400)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(validate, texts))
