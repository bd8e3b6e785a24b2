"""Text of a YAQL expression → syntax tree, by `grammar/yaql.lark`.

    parse("$.a")     -> Binary(0, 3, ".", Variable(0, 1, "$"), Keyword(2, 3, "a"))
    parse("$.a + ")  raises YaqlSyntaxError: expected a value after `+`, found the end

Accepts what yaql's parser accepts with Mistral's options, and nothing else. Nesting has no limit here, as in yaql.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Protocol, cast

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from mistralc._grammar import grammar_text
from mistralc.expressions.yaql import literals, precedence
from mistralc.expressions.yaql.ast import (
    Call,
    Constant,
    Keyword,
    ListDisplay,
    MapDisplay,
    Node,
    Pair,
    Skipped,
    Variable,
    Wrapped,
)
from mistralc.expressions.yaql.syntax_errors import illegal_character, unexpected

_CACHE_SIZE = 4096


@lru_cache(maxsize=_CACHE_SIZE)
def parse(text: str) -> Node:
    """The tree of an expression without its marks; spans count from the start of the text. Raises YaqlSyntaxError."""
    try:
        # The builder makes nodes of the rules, so what comes out is one.
        return cast(Node, _parser().parse(text))
    except UnexpectedCharacters as error:
        offset = cast(int, error.pos_in_stream)
        raise illegal_character(text, offset, _tokens(text[:offset])) from None
    except UnexpectedToken as error:
        found = None if error.token.type == "$END" else error.token
        raise unexpected(found, _tokens(text[: found.start_pos] if found else text), len(text.rstrip())) from None


def _tokens(text: str) -> list[Token]:
    return list(_parser().lex(text))


class _Placed(Protocol):
    """A token as the lexer makes it; Lark's type allows for tokens without a place."""

    value: str
    start_pos: int
    end_pos: int


class _Builder:
    """One method for each rule of the grammar and for each kind of literal: from its parts to a node."""

    def NUMBER(self, token: _Placed) -> Constant:
        return Constant(token.start_pos, token.end_pos, literals.number(token.value, token.start_pos))

    def QUOTED(self, token: _Placed) -> Constant:
        return Constant(token.start_pos, token.end_pos, literals.quoted(token.value, token.start_pos))

    def VERBATIM(self, token: _Placed) -> Constant:
        return Constant(token.start_pos, token.end_pos, literals.verbatim(token.value))

    def TRUE(self, token: _Placed) -> Constant:
        return Constant(token.start_pos, token.end_pos, True)

    def FALSE(self, token: _Placed) -> Constant:
        return Constant(token.start_pos, token.end_pos, False)

    def NULL(self, token: _Placed) -> Constant:
        return Constant(token.start_pos, token.end_pos, None)

    def NAME(self, token: _Placed) -> Keyword:
        return Keyword(token.start_pos, token.end_pos, token.value)

    def VARIABLE(self, token: _Placed) -> Variable:
        return Variable(token.start_pos, token.end_pos, token.value)

    def chain(self, parts: list[Any]) -> Node:
        return parts[0] if len(parts) == 1 else precedence.tree(parts)

    def index(self, parts: list[Any]) -> precedence.Brackets:
        return parts[-1].end_pos, _arguments(parts)

    def wrapped(self, parts: list[Any]) -> Wrapped:
        return Wrapped(parts[0].start_pos, parts[2].end_pos, parts[1])

    def call(self, parts: list[Any]) -> Call:
        return Call(parts[0].start_pos, parts[-1].end_pos, parts[0].value[:-1], _arguments(parts))

    def list_display(self, parts: list[Any]) -> ListDisplay:
        return ListDisplay(parts[0].start_pos, parts[-1].end_pos, _arguments(parts))

    def map_display(self, parts: list[Any]) -> MapDisplay:
        return MapDisplay(parts[0].start_pos, parts[-1].end_pos, _arguments(parts))

    def pair(self, parts: list[Node]) -> Pair:
        return Pair(parts[0].start, parts[2].end, parts[0], parts[2])


def _arguments(parts: list[Any]) -> tuple[Node, ...]:
    """The arguments between the brackets; a comma where a value could stand is an argument left out."""
    found: list[Node] = []
    open_place = True
    for part in parts[1:-1]:
        if isinstance(part, Node):
            found.append(part)
            open_place = False
        else:
            if open_place:
                found.append(Skipped(part.start_pos, part.start_pos))
            open_place = True
    return tuple(found)


@cache
def _parser() -> Lark:
    return Lark(grammar_text("yaql.lark"), parser="lalr", lexer="basic", start="chain", transformer=_Builder())
