"""The tree of an expression: what it is, where its parts are, and back to the same text."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given
from lark import Lark
from lark import logger as lark_logger

from mistralc._grammar import grammar_text
from mistralc.expressions.yaql.ast import Binary, Call, Constant, Index, Keyword, Node, Pair, Skipped, Variable
from mistralc.expressions.yaql.parser import parse
from mistralc.expressions.yaql.reads import reads
from mistralc.expressions.yaql.walk import children, walk
from tests.unit.expressions.yaql.trees import TREES, plain, tries, unparse


def brackets(node: Node) -> str:
    """The text with parentheses around every operation."""
    match node:
        case Binary():
            return f"({brackets(node.left)}{node.operator}{brackets(node.right)})"
        case Index():
            return f"({brackets(node.target)}[])"
    if len(children(node)) == 1:
        return f"({getattr(node, 'operator', '')}{brackets(children(node)[0])})"
    return getattr(node, "name", "?")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a + b * c", "(a+(b*c))"),
        ("a - b - c", "((a-b)-c)"),
        ("a -> b -> c", "(a->(b->c))"),
        ("a or b and not c = d", "(a or (b and (not(c=d))))".replace(" ", "")),
        ("not a in b", "(not(ainb))"),
        ("a * not b + c", "(a*(not(b+c)))"),
        ("-a.b", "(-(a.b))"),
        ("a.-b.c + d", "((a.(-(b.c)))+d)"),
        ("-a =~ b", "((-a)=~b)"),
        ("a.b[0].c", "(((a.b)[]).c)"),
        ("a + b[0]", "(a+(b[]))"),
        ("-a[0]", "(-(a[]))"),
        ("a =~ b * c", "((a=~b)*c)"),
        ("a < b = c", "((a<b)=c)"),
        ("- - a", "(-(-a))"),
        ("a mod b in c", "((amodb)inc)"),
    ],
)
def test_what_binds_more_strongly(text: str, tree: str) -> None:
    assert brackets(parse(text)) == tree


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("1.50", 1.5),
        ("007", 7),
        ("'it\\'s'", "it's"),
        ('"a\\tb\\u0041\\x41\\101"', "a\tbAAA"),
        ("'\\d \\q'", "\\d \\q"),
        ("`\\d\\``", "\\d`"),
        ("'\\N{BULLET}'", "•"),
        ("'two\nlines'", "two\nlines"),
        ("true", True),
        ("null", None),
    ],
)
def test_literals(text: str, value: object) -> None:
    node = parse(text)
    assert isinstance(node, Constant)
    assert node.value == value
    assert type(node.value) is type(value)


def test_a_name_and_its_bracket_are_one_word() -> None:
    for name in ("not", "and", "true", "__x", "f"):
        assert parse(f"{name}(x)") == Call(0, len(name) + 3, name, (Keyword(len(name) + 1, len(name) + 2, "x"),))
    assert parse("TRUE") == Keyword(0, 4, "TRUE")
    assert parse("notes") == Keyword(0, 5, "notes")


def test_arguments_left_out() -> None:
    one, two = Constant(4, 5, 1), Constant(8, 9, 2)
    assert parse("f( ,1 , 2)") == Call(0, 10, "f", (Skipped(3, 3), one, two))
    assert parse("f(1,,x => 2)") == Call(
        0, 12, "f", (Constant(2, 3, 1), Skipped(4, 4), Pair(5, 11, Keyword(5, 6, "x"), Constant(10, 11, 2)))
    )


def test_places_are_those_of_the_text() -> None:
    text = " f( $.a [ 'k' ] ,  {b => (1)} )"
    found = [text[node.start : node.end] for node in walk(parse(text))]
    assert found == [
        text[1:],
        *("$.a [ 'k' ]", "$.a", "$", "a", "'k'"),
        *("{b => (1)}", "b => (1)", "b", "(1)", "1"),
    ]
    assert parse("\n$x") == Variable(1, 3, "$x")


@given(TREES)
@tries(400)
def test_a_tree_written_down_is_read_again(tree: Node) -> None:
    text = unparse(tree)
    assert plain(parse(text)) == plain(tree)


@given(TREES)
@tries(200)
def test_every_part_is_an_expression_of_its_own(tree: Node) -> None:
    text = unparse(tree)
    for node in walk(parse(text)):
        for child in children(node):
            assert node.start <= child.start <= child.end <= node.end
        if not isinstance(node, Pair | Skipped):
            assert plain(parse(text[node.start : node.end])) == plain(node)


DEEP = 5 * sys.getrecursionlimit()


@pytest.mark.parametrize(
    "text",
    [
        "(" * DEEP + "$.a" + ")" * DEEP,
        "[" * DEEP + "$.a" + "]" * DEEP,
        "f(" * DEEP + "$.a" + ")" * DEEP,
        "- " * DEEP + "$.a",
        "$.a" + " + 1" * DEEP,
        "$.a" + " -> 1" * DEEP,
        "$" + ".a" * DEEP,
        "$.a" + "[0]" * DEEP,
        "f($.a" + ", 1" * DEEP + ")",
    ],
    ids=lambda text: text[:6],
)
def test_depth_has_no_limit(text: str) -> None:
    """yaql's parser has none either; what cannot be evaluated fails when it is."""
    begun = time.monotonic()
    assert reads(parse(text)).variables == {"a"}
    assert time.monotonic() - begun < 20


def test_trees_are_kept_for_the_next_time() -> None:
    assert parse("$.kept") is parse("$.kept")
    assert parse.cache_info().maxsize is not None


def test_the_grammar_has_no_conflicts(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lark raises for two reductions; between shift and reduce it decides, and says so only here."""
    monkeypatch.setattr(lark_logger, "handlers", [caplog.handler])
    with caplog.at_level("DEBUG", logger=lark_logger.name):
        Lark(grammar_text("yaql.lark"), parser="lalr", lexer="basic", start="chain", debug=True)
        assert "conflict" not in caplog.text
        Lark('start: e\ne: e "+" e | "a"', parser="lalr", debug=True)
        assert "conflict" in caplog.text
