"""Comments that silence a diagnostic: `# mistralc: ignore[E301]` in a line, `# mistralc: ignore-file[W217]` in a file.

A comment at the end of a line holds for what is found in that line, one on a line of its own for the next; where that
line opens a block of text (`|` or `>`), for the block too. Codes can be beginnings of codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from mistralc.diagnostics import Diagnostic, Remedy, Span, delete, diagnose, respell
from mistralc.rules import codes, selects_a_rule
from mistralc.source import Document

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*mistralc:\s*(?P<what>[\w-]+)\s*(?:\[(?P<codes>[^\]\n]*)\])?(?P<rest>[^\n]*)")
_BLOCK = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?$")
_WORDS = ("ignore", "ignore-file")

UNKNOWN = "W191"
UNUSED = "W192"


@dataclass
class _Suppression:
    """One code in one comment: where it is written, and the lines it holds for (None: all)."""

    code: str
    place: Span
    removal: Span
    """What to delete when it is not needed: the code, or the comment when it has no other."""
    lines: range | None
    used: bool = field(default=False)

    def holds_for(self, diagnostic: Diagnostic) -> bool:
        inside = self.lines is None or diagnostic.span.line in self.lines
        return inside and diagnostic.code.startswith(self.code)


def suppress(document: Document, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """What is left of the diagnostics of a document, with those of its comments, in no particular order."""
    if "mistralc:" not in document.text:
        return list(found)
    suppressions: list[_Suppression] = []
    remarks = list(_read(document, suppressions))
    left = [diagnostic for diagnostic in found if not _silenced(diagnostic, suppressions)]
    return [*left, *remarks, *(_unused(suppression) for suppression in suppressions if not suppression.used)]


def _silenced(diagnostic: Diagnostic, suppressions: Iterable[_Suppression]) -> bool:
    holding = [suppression for suppression in suppressions if suppression.holds_for(diagnostic)]
    for suppression in holding:
        suppression.used = True
    return bool(holding)


def _unused(suppression: _Suppression) -> Diagnostic:
    where = "this file" if suppression.lines is None else "this line"
    remedy = Remedy("remove it", delete(suppression.removal, sure=True))
    return diagnose(UNUSED, f"there is no {suppression.code} in {where} to ignore", suppression.place, remedy)


def _read(document: Document, suppressions: list[_Suppression]) -> Iterator[Diagnostic]:
    """Fill in the suppressions of all comments; the diagnostics are about comments that cannot be read."""
    for number, line in enumerate(document.lines, 1):
        if "mistralc:" not in line:
            continue
        comment = _COMMENT.search(line)
        if comment is None or _is_text(document, number, comment.start()):
            continue
        fault = _malformed(document, number, comment)
        if fault:
            yield fault
            continue
        lines = None if comment["what"] == "ignore-file" else _lines(document, number, comment.start())
        for code in re.finditer(r"[^\s,]+", comment["codes"]):
            start = comment.start("codes") + code.start()
            place = Span(document.name, number, start + 1, number, start + 1 + len(code[0]))
            if selects_a_rule(code[0]):
                removal = _removal(document, number, comment, start, start + len(code[0]))
                suppressions.append(_Suppression(code[0], place, removal, lines))
            else:
                remedy = respell(code[0], place, codes(), otherwise="`mistralc explain` lists the codes")
                yield diagnose(UNKNOWN, f"there is no diagnostic '{code[0]}'", place, remedy)


def _removal(document: Document, number: int, comment: re.Match[str], start: int, end: int) -> Span:
    """A code with its comma, the whole comment when it names no other, its line when there is nothing else on it."""
    line = document.lines[number - 1]
    if len(re.findall(r"[^\s,]+", comment["codes"])) > 1:
        after = re.match(r"\s*,\s*", line[end : comment.end("codes")])
        before = re.search(r"[\s,]*$", line[comment.start("codes") : start])
        if after:
            end += after.end()
        elif before:
            start -= len(before[0])
        return Span(document.name, number, start + 1, number, end + 1)
    code = line[: comment.start()].rstrip()
    if code or number == len(document.lines):
        return Span(document.name, number, len(code) + 1, number, len(line) + 1)
    return Span(document.name, number, 1, number + 1, 1)


def _malformed(document: Document, number: int, comment: re.Match[str]) -> Diagnostic | None:
    def at(group: str) -> Span:
        return Span(document.name, number, comment.start(group) + 1, number, comment.end(group) + 1)

    if comment["what"] not in _WORDS:
        remedy = respell(comment["what"], at("what"), _WORDS, otherwise="write `# mistralc: ignore[CODE]`")
        return diagnose(UNKNOWN, f"'{comment['what']}' is nothing that mistralc can be told", at("what"), remedy)
    if not (comment["codes"] or "").strip():
        remedy = Remedy("name the codes: `# mistralc: ignore[CODE]`")
        return diagnose(UNKNOWN, "this comment does not say what to ignore", at("what"), remedy)
    return None


def _lines(document: Document, number: int, column: int) -> range:
    """The lines that a comment holds for."""
    lines = document.lines
    first = number
    if not lines[number - 1][:column].strip():
        following = (n for n in range(number + 1, len(lines) + 1) if not _is_blank(lines[n - 1]))
        first = next(following, number)
    last = first
    if _BLOCK.search(lines[first - 1]):
        indent = _indent(lines[first - 1])
        while last < len(lines) and (not lines[last].strip() or _indent(lines[last]) > indent):
            last += 1
    return range(first, last + 1)


def _is_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_text(document: Document, number: int, column: int) -> bool:
    """Whether what looks like a comment is part of a value."""
    at, _ = document.indices(Span(document.name, number, column + 1, number, column + 1))
    nodes = [document.root] if document.root else []
    while nodes:
        node = nodes.pop()
        parts = [*node.keys.values(), *node.kids.values(), *node.items]
        if not parts and node.start.index <= at < node.end.index:
            return True
        nodes += parts
    return False
