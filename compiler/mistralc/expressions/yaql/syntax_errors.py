"""What is wrong with a YAQL expression, in words an author understands: what was found, what was expected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lark import Token

from mistralc.expressions.errors import ExpressionSyntaxError
from mistralc.expressions.yaql import illegal_characters
from mistralc.expressions.yaql.illegal_characters import shown

_OPENING = {"LPAR": "RPAR", "FUNCTION": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE"}
_CLOSING = {"RPAR": ")", "RSQB": "]", "RBRACE": "}"}
_BEFORE_A_VALUE = {*("MEMBER", "MATCH", "PRODUCT", "SIGN", "COMPARISON", "NOT", "AND", "OR", "ARROW"), "COMMA", "RULE"}
_LITERALS = {"NUMBER": "the number", "QUOTED": "the text", "VERBATIM": "the text"}
_WORD = re.compile(r"\w+")
# Spellings of other languages, by what was found (after what stands directly before it).
_OTHER_LANGUAGES = {
    ("=", "="): "`==` is no operator: equality is one `=`",
    ("!=", "="): "`!==` is no operator: inequality is `!=`",
    ("<", ">"): "`<>` is no operator: inequality is `!=`",
    ("*", "*"): "`**` is no operator: a power is `pow(a, b)`",
    ("/", "/"): "`//` is no operator: `/` of two whole numbers gives a whole number",
}


class YaqlSyntaxError(ExpressionSyntaxError):
    """A YAQL expression that yaql cannot parse; the fault is from `offset` up to `end`."""

    def __init__(self, message: str, offset: int, end: int) -> None:
        super().__init__(message, offset, "yaql", end)
        self.offset: int = offset
        self.end: int = end


@dataclass(frozen=True)
class _Place:
    """Where reading stopped: the token found there (None at the end of the text) and all tokens before it."""

    found: Token | None
    before: Sequence[Token]
    length: int

    @property
    def last(self) -> Token | None:
        return self.before[-1] if self.before else None

    @property
    def after(self) -> str:
        return f" after `{shown(self.last)}`" if self.last is not None else ""

    @property
    def needs_value(self) -> bool:
        return self.last is None or self.last.type in _BEFORE_A_VALUE or self.last.type in _OPENING

    @property
    def bracket(self) -> Token | None:
        """The innermost bracket that is open."""
        opened: list[Token] = []
        for token in self.before:
            if token.type in _OPENING:
                opened.append(token)
            elif token.type in _CLOSING:
                opened.pop()
        return opened[-1] if opened else None

    def error(self, message: str, token: Token | None = None) -> YaqlSyntaxError:
        """The error at a token, by default at the one found."""
        token = token or self.found
        if token is None:
            return YaqlSyntaxError(message, self.length, self.length + 1)
        return YaqlSyntaxError(message, token.start_pos or 0, token.end_pos or 0)


def illegal_character(text: str, offset: int, before: Sequence[Token]) -> YaqlSyntaxError:
    """The error for a character that begins no token."""
    message, end = illegal_characters.explained(text, offset, after_dot=bool(before) and before[-1].type == "MEMBER")
    return YaqlSyntaxError(message, offset, end)


def unexpected(found: Token | None, before: Sequence[Token], length: int) -> YaqlSyntaxError:
    """The error for a token, or an end, that cannot stand where it does."""
    place = _Place(found, before, length)
    if found is not None and found.type in _CLOSING and (mismatch := _wrong_bracket(place, found)):
        return mismatch
    if found is not None and place.last is not None and place.last.end_pos == found.start_pos:
        other = _OTHER_LANGUAGES.get((str(place.last), str(found)))
        if other:
            return YaqlSyntaxError(other, place.last.start_pos or 0, found.end_pos or 0)
    if place.needs_value:
        return _value_missing(place)
    return _unfinished(place) if found is None else _operator_missing(place, found)


def _wrong_bracket(place: _Place, found: Token) -> YaqlSyntaxError | None:
    bracket = place.bracket
    if bracket is None:
        return place.error(f"`{found}` closes nothing: there is no open bracket before it")
    closing = _OPENING[bracket.type]
    if closing != found.type:
        return place.error(f"`{shown(bracket)}` must be closed by `{_CLOSING[closing]}` before `{found}`")
    return None


def _value_missing(place: _Place) -> YaqlSyntaxError:
    found, last = place.found, place.last
    if word := _operator_as_name(place):
        return word
    if found is None and last is None:
        return place.error("the expression is empty: expected a value")
    if found is None and last is not None and last.type in _OPENING:
        return _unclosed(place, last)
    if found is not None and found.type == "RULE":
        return place.error(f"expected a value{place.after or ' first'}, found `=>`")
    if found is not None and found.type in _CLOSING and last is not None and last.type == "COMMA":
        return place.error(f"expected a value after `,`, found `{found}`: nothing can be left out at the end", last)
    if found is not None and found == "." and (last is None or last.type != "MEMBER"):
        return place.error(f"expected a value{place.after or ' first'}, found `.`: a number begins with a digit, `0.5`")
    wanted = "a name or a call" if last is not None and last.type == "MEMBER" else "a value, `[` or `(`"
    return place.error(f"expected {wanted}{place.after or ' first'}, found {_name(found)}")


def _operator_as_name(place: _Place) -> YaqlSyntaxError | None:
    """`$.in`, `{and => 1}`, `$.not`: an operator where a name is meant."""
    found, last = place.found, place.last
    if last is not None and last.type == "NOT" and len(place.before) > 1 and place.before[-2].type == "MEMBER":
        found, last = last, place.before[-2]
    if found is None or not _WORD.fullmatch(found):
        return None
    message = f"`{found}` is an operator and cannot stand for a value or a name"
    if last is not None and last.type == "MEMBER":
        return place.error(f"{message}: the property of that name is `.get('{found}')`", found)
    if last is not None and (last.type == "COMMA" or last.type in _OPENING):
        return place.error(f"{message}: as a text it needs quotes, '{found}'", found)
    return None


def _unfinished(place: _Place) -> YaqlSyntaxError:
    bracket = place.bracket
    assert bracket is not None, "a value with no bracket open is an expression"
    if _values_after_pairs(place):
        return place.error(f"expected `=>`{place.after}, found the end: values come before pairs, not after them")
    return _unclosed(place, bracket)


def _unclosed(place: _Place, bracket: Token) -> YaqlSyntaxError:
    closing = _CLOSING[_OPENING[bracket.type]]
    return place.error(f"`{shown(bracket)}` is never closed: expected `{closing}`{place.after}, found the end", bracket)


def _operator_missing(place: _Place, found: Token) -> YaqlSyntaxError:
    bracket, last = place.bracket, place.last
    assert last is not None, "an operator is wanted after a value"
    if found.type == "RULE":
        return _rule_misplaced(place, bracket)
    if found.type == "COMMA" and (bracket is None or bracket.type == "LPAR"):
        return place.error(f"expected an operator{place.after}, found `,`: a list is written `[1, 2]`")
    if found.type in ("COMMA", *_CLOSING):
        return place.error(f"expected `=>`{place.after}, found `{found}`: values come before pairs, not after them")
    if found.type == "NOT":
        return place.error(f"expected an operator{place.after}, found `not`: it stands first, `not a in b`")
    if found.type == "LPAR" and last.type == "NAME":
        return place.error(f"expected an operator{place.after}, found `(`: a call has no space there, `{shown(last)}(`")
    if found.type == "LPAR":
        return place.error(f"expected an operator{place.after}, found `(`: only a name can be called")
    if str(found).lower() in ("and", "or", "in", "mod", "not"):
        return place.error(f"expected an operator{place.after}, found `{found}`: it is written `{str(found).lower()}`")
    also = f" or `{_CLOSING[_OPENING[bracket.type]]}`" if bracket is not None else ""
    return place.error(f"expected an operator{also}{place.after}, found {_name(found)}")


def _rule_misplaced(place: _Place, bracket: Token | None) -> YaqlSyntaxError:
    if bracket is None or bracket.type == "LPAR":
        return place.error("`=>` can stand only in a call, `f(name => 1)`, or in a map, `{name => 1}`")
    if not _in_pair(place):
        return place.error("only one value can be left out before a pair, and none before the first argument")
    return place.error(f"expected an operator or `,`{place.after}, found `=>`: a pair has only one")


def _values_after_pairs(place: _Place) -> bool:
    """Whether the innermost bracket has had a pair before the last comma and none after it."""
    return not _in_pair(place) and any(token.type == "RULE" for token in _inside(place))


def _in_pair(place: _Place) -> bool:
    for token in _inside(place):
        if token.type in ("RULE", "COMMA"):
            return token.type == "RULE"
    return False


def _inside(place: _Place) -> Iterator[Token]:
    """The tokens directly in the innermost bracket, from the last to the first."""
    depth = 0
    for token in reversed(place.before):
        if token.type in _CLOSING:
            depth += 1
        elif token.type in _OPENING:
            depth -= 1
            if depth < 0:
                return
        elif depth == 0:
            yield token


def _name(token: Token | None) -> str:
    if token is None:
        return "the end"
    kind = _LITERALS.get(token.type)
    return f"{kind} {shown(token)}" if kind else f"`{shown(token)}`"
