"""Where in a text a Jinja syntax error is: jinja2 itself names the line only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import jinja2
from jinja2.lexer import TokenStream
from jinja2.parser import Parser

_MARKED = re.compile(r"{{[-+]?(.*?)[-+]?}}|{%.*?%}", re.DOTALL)
_IGNORED = ("whitespace", "comment", "linecomment", "raw_begin", "raw_end")
_LEXER_POSITION = re.compile(r" at (\d+)\n")


@contextmanager
def shallow() -> Iterator[None]:
    """What is nested too deep for Python's stack, while it is parsed or walked through, is an error of its syntax."""
    try:
        yield
    except RecursionError as error:
        raise jinja2.TemplateSyntaxError("the expression is nested too deep", 1) from error


def error_offset(environment: jinja2.Environment, text: str, error: jinja2.TemplateError) -> int | None:
    """The character offset of the fault in a template, as near as can be told.

    The token where an expression breaks; else the first mark of the line jinja2 names; None without a line.
    """
    for match in _MARKED.finditer(text):
        inner = match.group(1)
        position = expression_offset(environment, inner) if inner is not None else None
        if position is not None:
            return match.start(1) + position
    line = getattr(error, "lineno", None)
    if not isinstance(line, int):
        return None
    start = sum(len(part) for part in text.splitlines(keepends=True)[: line - 1])
    mark = _MARKED.search(text, start)
    return mark.start() if mark else start


def expression_offset(environment: jinja2.Environment, source: str) -> int | None:
    """The offset in a bare expression of the token that breaks it, None when it is a valid expression."""
    tokens = _Tokens(environment, source)
    try:
        parser = Parser(environment, "", state="variable")
        parser.stream = TokenStream(tokens.parsed(), None, None)
        with shallow():
            parser.parse_expression()
    except jinja2.TemplateSyntaxError as error:
        position = _LEXER_POSITION.search(f"{error}\n")
        return int(position.group(1)) if position and tokens.failed else tokens.offset
    return None if parser.stream.eos else tokens.offset


class _Tokens:
    """The tokens of an expression, remembering where the last one handed out starts."""

    def __init__(self, environment: jinja2.Environment, source: str) -> None:
        self._environment = environment
        self._source = source
        self.offset = 0
        self.failed = False

    def parsed(self) -> Iterator[jinja2.lexer.Token]:
        lexer = self._environment.lexer
        yield from lexer.wrap(self._located(lexer), None, None)
        self.offset = len(self._source.rstrip())

    def _located(self, lexer: jinja2.lexer.Lexer) -> Iterator[tuple[int, str, str]]:
        end = 0
        try:
            for line, kind, text in lexer.tokeniter(self._source, None, None, "variable"):
                if kind not in _IGNORED:
                    self.offset = end
                end += len(text)
                yield line, kind, text
        except jinja2.TemplateSyntaxError:
            self.offset, self.failed = end, True
            raise
