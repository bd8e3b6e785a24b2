"""What an author is told: the words, and the piece of the expression they are about."""

from __future__ import annotations

import pytest

from mistralc.expressions import ExpressionSyntaxError, Options, reads, validate
from mistralc.expressions.yaql.parser import parse
from mistralc.expressions.yaql.syntax_errors import YaqlSyntaxError


def told(text: str) -> tuple[str, str]:
    with pytest.raises(YaqlSyntaxError) as caught:
        parse(text)
    error = caught.value
    assert error.language == "yaql"
    assert 0 <= error.offset <= len(text)
    assert error.offset < error.end
    return text[error.offset : error.end], error.message


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("", "", "the expression is empty: expected a value"),
        ("$.a +", "", "expected a value, `[` or `(` after `+`, found the end"),
        ("$.a + * 2", "*", "expected a value, `[` or `(` after `+`, found `*`"),
        ("$.a + and b", "and", "expected a value, `[` or `(` after `+`, found `and`"),
        ("* 2", "*", "expected a value, `[` or `(` first, found `*`"),
        ("$.a.", "", "expected a name or a call after `.`, found the end"),
        ("$.a..b", ".", "expected a name or a call after `.`, found `.`"),
        (".5", ".", "expected a value first, found `.`: a number begins with a digit, `0.5`"),
        ("f(=> 1)", "=>", "expected a value after `f(`, found `=>`"),
        ("f(1,)", ",", "expected a value after `,`, found `)`: nothing can be left out at the end"),
        ("$.a $.b", "$", "expected an operator after `a`, found `$`"),
        ("f(1 2)", "2", "expected an operator or `)` after `1`, found the number 2"),
        ("['a' 'b']", "'b'", "expected an operator or `]` after `'a'`, found the text 'b'"),
        ("a AND b", "AND", "expected an operator after `a`, found `AND`: it is written `and`"),
        ("a not in b", "not", "expected an operator after `a`, found `not`: it stands first, `not a in b`"),
        ("len ($.a)", "(", "expected an operator after `len`, found `(`: a call has no space there, `len(`"),
        ("f(1)(2)", "(", "expected an operator after `)`, found `(`: only a name can be called"),
        ("1, 2", ",", "expected an operator after `1`, found `,`: a list is written `[1, 2]`"),
    ],
)
def test_expected_and_found(text: str, at: str, message: str) -> None:
    assert told(text) == (at, message)


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("f(1, (2)", "f(", "`f(` is never closed: expected `)` after `)`, found the end"),
        ("{a => [1, 2}", "}", "`[` must be closed by `]` before `}`"),
        ("(1))", ")", "`)` closes nothing"),
        ("f(", "f(", "never closed"),
        ("$.a = 'x and $.b", "'x and $.b", "the text that begins with ' here is never closed"),
        ("f(\"x')", "\"x')", "never closed"),
        ("'a\\", "'a\\", "never closed"),
    ],
)
def test_what_is_never_closed(text: str, at: str, words: str) -> None:
    found, message = told(text)
    assert found == at
    assert words in message


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("f(a => 1, 2)", ")", "expected `=>` after `2`, found `)`: values come before pairs"),
        ("f(a => 1, [2], b => 3)", ",", "values come before pairs"),
        ("f(a => 1, 2", "", "values come before pairs"),
        ("f(a => b => c)", "=>", "a pair has only one"),
        ("f(1, g(a => 1), b => c => d)", "=>", "a pair has only one"),
        ("f(, x => 1)", "=>", "only one value can be left out before a pair"),
        ("f(1, , , x => 1)", "=>", "only one value can be left out before a pair"),
        ("a => 1", "=>", "can stand only in a call"),
        ("[(a => 1)]", "=>", "can stand only in a call"),
        ("{a: 1}", ":", "a pair is `name => value`"),
    ],
)
def test_pairs(text: str, at: str, words: str) -> None:
    found, message = told(text)
    assert found == at
    assert words in message


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("a == b", "==", "equality is one `=`"),
        ("a !== b", "!==", "inequality is `!=`"),
        ("a <> b", "<>", "inequality is `!=`"),
        ("2 ** 3", "**", "`pow(a, b)`"),
        ("!a", "!", "write `not`"),
        ("a && b", "&&", "write `and`"),
        ("a || b", "||", "write `or`"),
        ("$.a|len", "|", "there are no filters"),
        ("a % 2", "%", "the remainder is `mod`"),
        ("a ? 1 : 2", "?", "`switch(condition => a, true => b)`"),
        ("1e5", "1e5", "there are no exponents"),
        ("1.5E-3", "5E", "there are no exponents"),
        ("5x", "5x", "as a text it needs quotes, '5x'"),
        ("$.__name", "__name", "`.get('__name')`"),
        ("__name + 1", "__name", "a variable is `$__name`"),
        ("$.in", "in", "`.get('in')`"),
        ("$.not = 1", "not", "`.get('not')`"),
        ("{or => 1}", "or", "as a text it needs quotes, 'or'"),
        ("$.a\u00a0= 1", "\u00a0", "a no-break space (U+00A0) is no space to YAQL"),
        ("$.a\u200b", "\u200b", "an invisible character (U+200B, zero width space)"),
        ("$.a\f+ 1", "\f", "an invisible character (U+000C, control character)"),
        ("“a”", "“", "left double quotation mark"),
        ("1 – 2", "–", "is no minus to YAQL"),
        ("a @ b", "@", "text needs quotes"),
        ("€", "€", "U+20AC, euro sign"),
    ],
)
def test_what_other_languages_have(text: str, at: str, words: str) -> None:
    found, message = told(text)
    assert found == at
    assert words in message


def test_literals_python_refuses() -> None:
    assert told("a + 'x\\xzz'") == ("\\xzz", "`\\xzz` is not an escape")
    assert told("'\\N{no such}'")[0] == "\\N{no such}"
    assert told("1 + " + "9" * 5000) == ("9" * 5000, "a number of 5000 digits is too long")


def test_a_long_piece_is_shortened() -> None:
    for text in ("a " + "b" * 5000, "b" * 5000 + " 1", "1" * 100 + "x" * 5000, "$.__" + "a" * 5000, "a" * 5000 + "("):
        assert len(told(text)[1]) < 200


def test_the_place_is_that_in_the_whole_text() -> None:
    text = "Hello <% $.name %>, <% $.a == 1 %>"
    with pytest.raises(ExpressionSyntaxError) as caught:
        validate(text)
    assert (caught.value.offset, caught.value.end) == (text.index("=="), text.index("==") + 2)


def test_an_operators_own_language_is_judged_by_yaqls_parser() -> None:
    delegates, colon = Options(allow_delegates=True), Options(keyword_operator=":")
    validate("<% $.f(1)(2) %>", delegates)
    assert reads("<% $.f($.a)(2) %>", delegates).everything
    validate("<% {a: $.b} %>", colon)
    assert reads("<% {a: $.b, c: [-$.d][0]} %>", colon).variables == {"b", "d"}
    with pytest.raises(ExpressionSyntaxError, match="unexpected '>' at position 5") as caught:
        validate("<% {a => 1} %>", colon)
    assert (caught.value.offset, caught.value.end) == (7, 8)
