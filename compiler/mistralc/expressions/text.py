"""Finding expressions in text: the patterns are Mistral's, to the letter.

``.`` does not match a line break in them, so ``{{`` and ``}}`` on different lines are plain text to Mistral.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

YAQL = "yaql"
JINJA = "jinja"

_YAQL = re.compile("<%.*?%>")
_JINJA_EXPRESSION = re.compile("({{(.*?)}})")
_JINJA_BLOCK = re.compile("({%(.*?)%})")


@dataclass(frozen=True, slots=True)
class Inline:
    """One ``<% %>``: ``outer`` with the marks and its ``start``, ``source`` for the parser and its ``offset``."""

    outer: str
    start: int
    source: str
    offset: int


def is_yaql(text: str) -> bool:
    """Whether Mistral sees a YAQL expression in the text."""
    return "<%" in text and _YAQL.search(text) is not None


def is_jinja(text: str) -> bool:
    """Whether Mistral sees a Jinja expression or block in the text."""
    if "{" not in text:
        return False
    return _JINJA_EXPRESSION.search(text) is not None or _JINJA_BLOCK.search(text) is not None


def language_of(text: str) -> str | None:
    """The language Mistral evaluates the text in: Jinja is asked first, and only one is applied."""
    if is_jinja(text):
        return JINJA
    return YAQL if is_yaql(text) else None


def yaql_parts(text: str) -> Iterator[Inline]:
    """The YAQL expressions of a text, in order. The marks are stripped as a set of characters, as Mistral does."""
    for match in _YAQL.finditer(text):
        outer = match.group()
        without_left = outer.lstrip("<%>")
        yield Inline(outer, match.start(), without_left.rstrip("<%>"), match.start() + len(outer) - len(without_left))


def first_yaql(text: str) -> int:
    """The offset of the first YAQL expression (-1 without)."""
    match = _YAQL.search(text)
    return match.start() if match else -1


def whole_jinja(text: str) -> str | None:
    """The inside of ``{{ }}`` when the whole text is one expression (it keeps its type), else None.

    Raises IndexError when the text has blocks only: Mistral does ("list index out of range").
    """
    outer, inner = _JINJA_EXPRESSION.findall(text)[0]
    return inner if outer == text else None
