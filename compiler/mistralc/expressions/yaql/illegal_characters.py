"""What to say about a character that begins nothing in YAQL."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = "'\"`"
_NUMBER_AND_LETTERS = re.compile(r"\d[\w.]*")
_EXPONENT = re.compile(r"\d+(\.\d+)?[eE]\d*")
_WORD = re.compile(r"\w+")
_OTHER_LANGUAGES = {
    "&&": "`&&` is no operator: write `and`",
    "||": "`||` is no operator: write `or`",
    "&": "`&` is no operator: write `and`",
    "|": "`|` is no operator: write `or`; there are no filters, `$.x|f` is `$.x.f()`",
    "!": "`!` is no operator: write `not`, or `!=` and `!~` in one piece",
    "%": "`%` is no operator: the remainder is `mod`",
    "^": "`^` is no operator: a power is `pow(a, b)`",
    "~": "`~` is no operator: a match is `=~`, no match is `!~`",
    "?": "`?` is no operator: a choice is `switch(condition => a, true => b)`",
    ":": "`:` has no meaning here: a pair is `name => value`, a slice `.skip(1).take(2)`",
    "#": "`#` has no meaning here: there are no comments in an expression",
    ";": "`;` has no meaning here: there is one expression between `<%` and `%>`",
    "@": "`@` has no meaning here: text needs quotes",
    "\\": "a backslash has a meaning only between quotes",
}


_SHOWN = 40


def shown(text: str) -> str:
    """A piece of the expression for a message: shortened when it is long."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def explained(text: str, offset: int, *, after_dot: bool) -> tuple[str, int]:
    """What is wrong at the offset, and the end of what is at fault."""
    char = text[offset]
    if char in _QUOTES:
        return f"the text that begins with {char} here is never closed: expected another {char}", len(text.rstrip())
    if char.isdecimal():
        return _number(text, offset)
    if char == "_":
        return _underscores(text, offset, after_dot)
    for spelling in (text[offset : offset + 2], char):
        if spelling in _OTHER_LANGUAGES:
            return _OTHER_LANGUAGES[spelling], offset + len(spelling)
    return _character(char), offset + 1


def _number(text: str, offset: int) -> tuple[str, int]:
    match = _NUMBER_AND_LETTERS.match(text, offset)
    word = match.group() if match else text[offset]
    end, name = offset + len(word), shown(word)
    if _EXPONENT.match(word):
        return f"`{name}` is no number: there are no exponents, write all its digits", end
    return f"`{name}` is neither a number nor a name: as a text it needs quotes, '{name}'", end


def _underscores(text: str, offset: int, after_dot: bool) -> tuple[str, int]:
    match = _WORD.match(text, offset)
    end = match.end() if match else offset + 1
    word = shown(text[offset:end])
    advice = f"the property of that name is `.get('{word}')`" if after_dot else f"a variable is `${word}`"
    return f"`{word}`: a name cannot begin with two underscores; {advice}", end


def _character(char: str) -> str:
    code = f"U+{ord(char):04X}"
    if char == "\u00a0":
        return f"a no-break space ({code}) is no space to YAQL: put a plain one in its place"
    name = unicodedata.name(char, "control character").lower()
    if char.isspace() or unicodedata.category(char) in ("Zs", "Cf", "Cc"):
        return f"an invisible character ({code}, {name}) is no space to YAQL: delete it or put a plain space there"
    if unicodedata.category(char) in ("Pi", "Pf") or char in "„‚":
        return f"`{char}` ({name}) is no quote to YAQL: use ' or \""
    if unicodedata.category(char) == "Pd" or char == "−":
        return f"`{char}` ({name}) is no minus to YAQL: use -"
    return f"`{char}` ({code}, {name}) has no meaning here: text needs quotes"
