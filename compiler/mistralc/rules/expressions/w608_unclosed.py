"""W608: an expression that is not closed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mistralc.analysis.texts import Text, texts
from mistralc.diagnostics import Diagnostic, Fix, Remedy, insert
from mistralc.model import Definitions
from mistralc.rules.rule import Rule

_CLOSED = re.compile(r"<%.*?%>|\{\{.*?\}\}|\{%.*?%\}")
_LEFT = re.compile(r"<%|%>|\{\{|^[^{]*?(\}\})")
"""What is left of an expression. `}}` also ends JSON, so it only counts where no brace is opened."""
_PARTNERS = {"<%": "%>", "%>": "<%", "{{": "}}", "}}": "{{"}


def check(definitions: Definitions) -> Iterator[Diagnostic]:
    """Mistral: `expressions/__init__.py`: its patterns find an expression in one line or not at all."""
    for text in texts(definitions):
        has_marks = "%" in text.text or "{{" in text.text or "}}" in text.text
        if has_marks and definitions.is_intact(text.path):
            found = _LEFT.search(_blanked(text.text))
            if found:
                yield _unclosed(text, found)


def _blanked(text: str) -> str:
    """The text without its expressions, each letter in its place."""
    return _CLOSED.sub(lambda found: " " * len(found.group()), text)


def _unclosed(text: Text, found: re.Match[str]) -> Diagnostic:
    mark = found[1] or found.group()
    partner = _PARTNERS[mark]
    start = found.end() - len(mark)
    if partner in text.text[start:].split("\n", 1)[-1]:
        message = f"`{mark}` and `{partner}` are on different lines: for Mistral this is text, not an expression"
        help = Remedy("write the expression in one line, or let YAML join the lines: `>` instead of `|`")
    else:
        message = f"`{mark}` without `{partner}`: for Mistral this is text, not an expression"
        help = Remedy(f"add `{partner}`", _closed(text, start) if mark in ("<%", "{{") else None)
    return RULE.at(text.span(start, start + len(mark)), message, help=help)


def _closed(text: Text, start: int) -> Fix | None:
    """The missing mark at the end of the text, where that is the end of the line too."""
    whole = text.text.rstrip()
    if "\n" in whole[start:]:
        return None
    last = text.span(len(whole) - 1, len(whole))
    return insert(last.end_line, last.end_column, last.file, f" {_PARTNERS[whole[start : start + 2]]}")


RULE = Rule(
    code="W608",
    title="an expression that is not closed",
    explanation="Mistral sees an expression in `<% … %>` and `{{ … }}` on one line. With one of the two marks only, or "
    "with a line end between them, it passes the text on as it is, without a word.",
    bad="""\
version: '2.0'
greeting:
  input:
    - name
  tasks:
    hello:
      action: std.echo
      input:
        output: <% $.name
""",
    good="""\
version: '2.0'
greeting:
  input:
    - name
  tasks:
    hello:
      action: std.echo
      input:
        output: <% $.name %>
""",
    check=check,
)
