"""The parser for files in which `&`, `*` or `@` begins a value: Mistral reads them as ordinary text.

Anchors and aliases do not exist for Mistral (its loader switches them off, so that nothing can be multiplied), which
makes `&a {x: 1}` a string. Pure Python and slow, so only used where it matters.
"""

from __future__ import annotations

from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner


class LiteralParser(Reader, Scanner, Parser):
    """PyYAML's parser, as Mistral's loader changes it."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def fetch_alias(self) -> None:
        self.fetch_plain()

    def fetch_anchor(self) -> None:
        self.fetch_plain()

    def check_plain(self) -> bool:
        return self.peek() == "@" or bool(super().check_plain())
