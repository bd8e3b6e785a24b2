"""Comparisons whose outcome the types of both sides decide, in YAQL and in Jinja alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mistralc.diagnostics.nearest import did_you_mean
from mistralc.expressions.types.lattice import (
    ANY,
    BOOL,
    FLOAT,
    INT,
    NULL,
    Collection,
    Type,
    join,
    may_be,
    members,
    values_of,
)
from mistralc.expressions.types.words import in_words

Reason = tuple[str, str]
"""What is compared with what, and what helps."""

_CONVERT = "compare values of one type: int(…) and str(…) convert"
_SHOWN = 5


def apart(left: Type, right: Type) -> Reason | None:
    """Why two values are never equal; None when they may be. A constant stands on the right.

    Null is left out of types, which say what a value should be.
    """
    nulls = [NULL in members(side) for side in (left, right)]
    known, others = values_of(left), values_of(right)
    if known and others and not all(nulls):
        return _different(known, others)
    if any(nulls) or may_be(_comparable(left), _comparable(right)):
        return None
    return f"{in_words(left)} with {in_words(right)}", _CONVERT


def outside(left: Type, item: Type) -> Reason | None:
    """Why a value is never one of the items of a list; None when it may be."""
    known, others = values_of(left), values_of(item)
    return _different(known, others) if known and others else None


def misspelt(left: Type, written: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Those of the written values that a text never has, and are like one that it may have, with what is meant."""
    known = values_of(left)
    for value in written if known else ():
        meant = None if not known or value in known else did_you_mean(value, known)
        if meant:
            yield value, meant


def _different(known: frozenset[str], others: frozenset[str]) -> Reason | None:
    if not known.isdisjoint(others):
        return None
    meant = did_you_mean(min(others), known) if len(others) == 1 else None
    return f"{_listed(known)} with {_listed(others)}", meant or "compare with a value that it can have"


def _listed(values: frozenset[str]) -> str:
    shown = [f"'{value}'" for value in sorted(values)]
    more = ["…"] if len(shown) > _SHOWN else []
    return " or ".join([*shown[:_SHOWN], *more])


def _comparable(type_: Type) -> Type:
    """The type as far as equality goes: numbers and booleans are equal by value, and so are all collections."""
    groups: list[Type] = []
    for member in members(type_):
        if isinstance(member, Collection):
            groups.append(ANY if member.kind != "list" else member)
        else:
            groups.append(INT if member in (BOOL, FLOAT) else member)
    return join(groups)
