"""What the literals of YAQL stand for. The escapes are those of yaql's lexer, to the letter."""

from __future__ import annotations

import codecs
import re

from mistralc.expressions.yaql.syntax_errors import YaqlSyntaxError

_ESCAPE = re.compile(r"\\U........|\\u....|\\x..|\\[0-7]{1,3}|\\N\{[^}]+\}|\\[\\'\"abfnrtv]")


def number(text: str, start: int) -> int | float:
    """The value of `1` or `1.5`. Raises YaqlSyntaxError where Python refuses to read so many digits."""
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        raise YaqlSyntaxError(f"a number of {len(text)} digits is too long", start, start + len(text)) from None


def quoted(text: str, start: int) -> str:
    """The text between quotes, escapes resolved; an unknown escape stays as it is. Raises YaqlSyntaxError."""
    inner = text[1:-1]
    if "\\" not in inner:
        return inner

    def resolved(match: re.Match[str]) -> str:
        escape = match.group()
        try:
            return codecs.decode(escape, "unicode-escape")
        except ValueError:
            place = start + 1 + match.start()
            raise YaqlSyntaxError(f"`{escape}` is not an escape", place, place + len(escape)) from None

    return _ESCAPE.sub(resolved, inner)


def verbatim(text: str) -> str:
    """The text between backquotes, where only the backquote is escaped."""
    return text[1:-1].replace("\\`", "`")
