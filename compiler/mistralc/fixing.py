"""Applies the machine-applicable fixes to the text of a file. Comments and formatting stay: only the edits are made."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mistralc.diagnostics import Applicability, Diagnostic, Edit, Severity
from mistralc.source import Document, load

MAX_ROUNDS = 10
"""A mended fault can bring others to light; each round checks anew."""

Check = Callable[[Document], Sequence[Diagnostic]]


@dataclass(frozen=True)
class Fixed:
    """A file before and after, and how many faults were mended."""

    name: str
    before: str
    after: str
    count: int

    def diff(self) -> str:
        """The difference in the unified form."""
        return "".join(_lines_of_diff(self.name, self.before, self.after))


def fix(document: Document, found: Sequence[Diagnostic], check: Check) -> Fixed:
    """The text of a document with all that can be mended safely, checked again after every round.

    A round after which there are more errors than before is not kept.
    """
    before, count = document.text, 0
    errors = _errors(found)
    for _ in range(MAX_ROUNDS):
        chosen = choose(document, found)
        if not chosen:
            break
        mended = load(apply(document, [edit for edits in chosen for edit in edits]), document.name)
        found = check(mended)
        if _errors(found) > errors:
            break
        document, count, errors = mended, count + len(chosen), _errors(found)
    return Fixed(document.name, before, document.text, count)


def choose(document: Document, found: Iterable[Diagnostic]) -> list[tuple[Edit, ...]]:
    """The edits of the machine-applicable fixes, without those that would touch what another one changes."""
    taken: list[tuple[int, int]] = []
    chosen = []
    for diagnostic in found:
        fix = diagnostic.fix
        if fix is None or fix.applicability is not Applicability.MACHINE_APPLICABLE:
            continue
        places = [document.indices(edit.span) for edit in fix.edits]
        if all(_apart(place, other) for place in places for other in taken):
            taken += places
            chosen.append(fix.edits)
    return chosen


def apply(document: Document, edits: Iterable[Edit]) -> str:
    """The text of a document with edits that do not overlap."""
    text = document.text
    for edit in sorted(edits, key=lambda edit: document.indices(edit.span), reverse=True):
        start, end = document.indices(edit.span)
        text = text[:start] + edit.text + text[end:]
    return text


def _apart(place: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two places neither overlap nor touch."""
    return place[1] < other[0] or other[1] < place[0]


def _errors(found: Iterable[Diagnostic]) -> int:
    return sum(diagnostic.severity is Severity.ERROR for diagnostic in found)


def _lines_of_diff(name: str, before: str, after: str) -> Iterator[str]:
    rows = difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        f"a/{name.lstrip('/')}",
        f"b/{name.lstrip('/')}",
    )
    for row in rows:
        yield row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n"
