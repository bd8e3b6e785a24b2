"""What to change, in words and, where that is clear enough, as edits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mistralc.diagnostics.diagnostic import Applicability, Diagnostic, Edit, Fix, Label
from mistralc.diagnostics.nearest import near
from mistralc.diagnostics.span import Span


@dataclass(frozen=True, slots=True)
class Remedy:
    """The help of a diagnostic together with the edits that do what it says."""

    help: str
    fix: Fix | None = None


def diagnose(
    code: str,
    message: str,
    span: Span,
    help: str | Remedy | None = None,
    notes: tuple[str, ...] = (),
    related: tuple[Label, ...] = (),
) -> Diagnostic:
    """A diagnostic whose help may come with its edits."""
    remedy = help if isinstance(help, Remedy) else Remedy(help or "")
    return Diagnostic(code, message, span, remedy.help or None, notes, related, remedy.fix)


def respell(name: str, place: Span, *scopes: Iterable[str], otherwise: str, certain: bool = False) -> Remedy:
    """The remedy for a name that does not exist: the nearest one that does (inner scope first), or else `otherwise`.

    `place` is that of the name alone. `certain` says that the name can only be one of a fixed set and that Mistral
    rejects it as it is: then a single near name is machine-applicable.
    """
    found = near(name, *scopes)
    if not found:
        return Remedy(otherwise)
    sure = certain and len(found) == 1
    return Remedy(f"did you mean '{found[0]}'?", replace(place, found[0], sure=sure))


def replace(place: Span, text: str, *, sure: bool = False) -> Fix:
    """Another text in the place of one; `sure` makes it machine-applicable."""
    return Fix((Edit(place, text),), Applicability.MACHINE_APPLICABLE if sure else Applicability.MAYBE_INCORRECT)


def delete(place: Span | None, *, sure: bool = False) -> Fix | None:
    """Nothing in the place of a text; no fix where it is not known which text."""
    return replace(place, "", sure=sure) if place else None


def insert(line: int, column: int, file: str, text: str, *, sure: bool = False) -> Fix:
    """A text where there is none."""
    return replace(Span(file, line, column, line, column), text, sure=sure)
