"""What an author writes inside one string: `std.echo output="hi"`, `vm in <% $.vms %>`. Grammar: `inline.lark`.

Results are those of Mistral's `_parse_cmd_and_input` and `WITH_ITEMS_PTRN` (mistral/lang/base.py, v2/tasks.py), which
search the text and pass over what they do not know.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from mistralc._grammar import grammar_text

if TYPE_CHECKING:
    from lark import Lark, Token, Tree


class InlineError(ValueError):
    """A text that Mistral rejects; `offset` is where it goes wrong."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True)
class InlineCall:
    """A name with parameters. `places` has start and end of each parameter's value in the text; `dropped` the places of
    text that looks like a parameter or an argument and that Mistral passes over; `lost` the names and places of values
    that a later parameter of the same name replaces."""

    name: str
    params: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    dropped: tuple[tuple[int, int], ...] = ()
    lost: tuple[tuple[str, tuple[int, int]], ...] = ()


@dataclass(frozen=True)
class InlineLoop:
    """One with-items clause: the variable, a list or the text of an expression, and where (`place`) that stands."""

    variable: str
    items: Any
    place: tuple[int, int]


_LOOP_BEGIN = re.compile(r"\s*(?P<variable>[-\w]+)\s*(?P<word>in\b)?\s*")
_SHOWN = 40
_CACHE_SIZE = 32_768
"""More than any file has: the passes over one file ask for the same texts."""


@lru_cache(maxsize=_CACHE_SIZE)
def parse_call(text: str) -> InlineCall:
    """Read a call. A text without a blank is a name and nothing else, whatever is in it. Raises InlineError."""
    if " " not in text:
        return InlineCall(text)
    from lark.exceptions import UnexpectedInput

    try:
        head = str(_parser().parse(text, start="command").children[0])
    except UnexpectedInput as error:
        raise InlineError(f"'{text.strip()}' does not begin with a name") from error
    params: dict[str, Any] = {}
    places: dict[str, tuple[int, int]] = {}
    loose: list[tuple[int, int]] = []
    lost: list[tuple[str, tuple[int, int]]] = []
    for part in _parser().parse(text, start="parameters").children:
        if isinstance(part, str):
            loose.append(_place(part))
            continue
        key, value = (str(token) for token in part.children)
        name = key[:-1]
        if name in places:
            lost.append((name, places[name]))
        params[name] = _value(value.strip())
        start, _ = _place(part.children[1])
        places[name] = (start, start + len(value.rstrip()))
    return InlineCall(head, params, places, tuple(_dropped(text, loose, len(head))), tuple(lost))


@lru_cache(maxsize=_CACHE_SIZE)
def parse_loop(text: str) -> InlineLoop:
    """Read a with-items clause. Raises InlineError."""
    from lark.exceptions import UnexpectedInput

    try:
        parts = _parser().parse(text, start="with_items").children
    except UnexpectedInput as error:
        raise _loop_fault(text) from error
    variable, items, place = str(parts[0]).strip(), str(parts[2]), _place(parts[2])
    if not items.startswith("["):
        return InlineLoop(variable, items, place)
    try:
        return InlineLoop(variable, json.loads(items), place)
    except (ValueError, RecursionError) as error:
        raise InlineError(f"'{items}' is not a JSON list", place[0]) from error


def _loop_fault(text: str) -> InlineError:
    """What a text lacks to be a with-items clause; the pattern itself matches as a whole or not at all."""
    begin = _LOOP_BEGIN.match(text)
    variable, word = (begin["variable"], begin["word"]) if begin else ("", None)
    end = begin.end() if begin else 0
    rest = text[end:].strip()
    if not variable or (variable == "in" and not word):
        return InlineError(f"expected a variable and `in` first, found {_shown(text.strip())}")
    if not word:
        return InlineError(f"expected `in` after `{variable}`, found {_shown(rest.split(' ')[0])}", end if rest else 0)
    return InlineError(f"expected `<% list %>` or `[1, 2]` after `in`, found {_shown(rest)}", end if rest else 0)


def _shown(text: str) -> str:
    if not text:
        return "the end"
    return f"`{text}`" if len(text) <= _SHOWN else f"`{text[: _SHOWN - 1]}…`"


def _value(text: str) -> Any:
    if text[0] in "\"'":
        return text[1:-1]
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _dropped(text: str, loose: list[tuple[int, int]], head: int) -> Iterator[tuple[int, int]]:
    """The stretches between blanks, after the head, in which a letter or digit has no meaning to Mistral."""
    start = end = -1
    for first, last in loose:
        if first < head:
            continue
        if first == end and not text[first:last].isspace():
            end = last
            continue
        if _means_something(text[start:end]):
            yield start, end
        start, end = (-1, -1) if text[first:last].isspace() else (first, last)
    if _means_something(text[start:end]):
        yield start, end


def _means_something(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _place(token: Token | Tree[Token]) -> tuple[int, int]:
    start = getattr(token, "start_pos", None) or 0
    return start, start + len(str(token))


@cache
def _parser() -> Lark:
    # Lark takes longer to import than a small file takes to check, and many files have no inline parameters.
    from lark import Lark

    return Lark(grammar_text("inline.lark"), parser="lalr", start=["command", "parameters", "with_items"])
