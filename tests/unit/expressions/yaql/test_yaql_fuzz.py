"""Any text at all: a tree or a positioned error, the one that yaql gives, and soon.

MISTRALC_FUZZ_EXAMPLES sets how many texts each test tries.
"""

from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st
from yaql.language import exceptions

from mistralc.expressions.yaql.ast import Node
from mistralc.expressions.yaql.parser import parse
from mistralc.expressions.yaql.reads import reads
from mistralc.expressions.yaql.syntax_errors import YaqlSyntaxError
from tests.unit.expressions.yaql.trees import (
    REJECTED,
    ROW,
    TREES,
    WORDS,
    library_parse,
    library_plain,
    plain,
    tries,
    unparse,
)

EXAMPLES = int(os.environ.get("MISTRALC_FUZZ_EXAMPLES", "500"))
OPERATORS = sorted({operator.removesuffix("x").strip() for operator in ROW} - {"[]"})
TOKENS = [
    *OPERATORS,
    *sorted(WORDS),
    *"()[]{},",
    "=>",
    "$",
    "$.a",
    "$x",
    "f(",
    "not(",
    "'a'",
    '"',
    "`b`",
    "1",
    "1.5",
    "2e3",
]
NOISE = [" ", "\n", "\u00a0", "\f", "__", "\\", "'", "!", "&", "?", ":", "é", "²", "٣", "\x00", "\ud800", "==", "#"]
LETTERS = "ab_1.$'\"`\\ ()[]{},=>-+*/!~<?&|\n\u00a0é٣"


def outcome(text: str) -> Node | YaqlSyntaxError:
    try:
        return parse(text)
    except YaqlSyntaxError as error:
        return error


def agrees(text: str) -> None:
    """Verdict and tree are yaql's; an error lies in the text, and not behind the place where yaql stumbles."""
    ours = outcome(text)
    try:
        expected = library_plain(library_parse(text))
    except REJECTED as error:
        refused = error
    else:
        assert isinstance(ours, Node)
        assert plain(ours) == expected
        reads(ours)
        return
    assert isinstance(ours, YaqlSyntaxError)
    assert ours.message
    assert 0 <= ours.offset <= len(text)
    assert ours.offset < ours.end
    position = getattr(refused, "position", None)
    assert position is None or ours.offset <= position
    assert position == ours.offset or not isinstance(refused, exceptions.YaqlLexicalException)


@given(st.text(LETTERS, max_size=20) | st.text(max_size=20))
@tries(EXAMPLES)
def test_any_text(text: str) -> None:
    agrees(text)


@given(st.lists(st.sampled_from(TOKENS + NOISE), max_size=14), st.sampled_from(["", " "]))
@tries(EXAMPLES)
def test_any_tokens(tokens: list[str], between: str) -> None:
    agrees(between.join(tokens))


@given(TREES, st.data())
@tries(EXAMPLES)
def test_a_tree_with_a_piece_changed(tree: Node, data: st.DataObject) -> None:
    text = unparse(tree)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 3)))
    agrees(text[:start] + data.draw(st.sampled_from(["", *TOKENS, *NOISE])) + text[end:])


def test_long_nonsense_is_rejected_soon() -> None:
    for piece in (
        "(",
        "[",
        "{",
        "f(",
        "'",
        '"\\',
        "`",
        "1",
        "1.",
        "-",
        "not ",
        "a,",
        "f(,",
        "$.",
        "a=>",
        "\\",
        "\u00a0",
    ):
        for end in ("", "]", "'", "x x", "\u00a0"):
            text = piece * 3000 + end
            result = outcome(text)
            if isinstance(result, Node):
                reads(result)
            else:
                assert len(result.message) < 300
