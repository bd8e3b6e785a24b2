"""Conditions as formulas of propositions about values, and whether one holds always or never.

Both languages are read into the same form. What is not understood is a proposition of its own, known by its text.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

MAX_PARTS = 64
"""Formulas of more propositions than this are not looked at."""


class Formula:
    """Anything that holds or not."""


@dataclass(frozen=True)
class Decided(Formula):
    """True or false in every run."""

    holds: bool


@dataclass(frozen=True)
class Proposition(Formula):
    """A value, known by its text, in a relation to a constant; without a relation: it counts as true."""

    what: str
    relation: str = ""
    value: Any = None


@dataclass(frozen=True)
class Not(Formula):
    """The opposite."""

    part: Formula


@dataclass(frozen=True)
class Several(Formula):
    """`every` part holds, or some part does."""

    parts: tuple[Formula, ...]
    every: bool


_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True)
class Side:
    """One side of a comparison: its text, and its value when it is a constant."""

    what: str
    is_constant: bool = False
    value: Any = None


def comparison(left: Side, relation: str, right: Side) -> Formula:
    """The formula of `left relation right`; relations are YAQL's."""
    if left.is_constant and right.is_constant:
        return _of_constants(left.value, relation, right.value)
    if left.is_constant:
        if relation not in _MIRRORED:
            return Proposition(f"{left.what} {relation} {right.what}")
        left, relation, right = right, _MIRRORED[relation], left
    if relation == "!=":
        return Not(comparison(left, "=", right))
    if right.is_constant:
        return Proposition(left.what, relation, right.value)
    if left.what == right.what and relation in ("=", "<", ">"):
        return Decided(relation == "=")
    return Proposition(f"{left.what} {relation} {right.what}")


def _of_constants(left: Any, relation: str, right: Any) -> Formula:
    if relation in ("=", "!="):
        return Decided((left == right) is (relation == "="))
    if relation in _ORDERS and (_ordered(left, right)):
        return Decided(_ORDERS[relation](left, right))
    return Proposition(f"{left!r} {relation} {right!r}")


def outcome(formula: Formula) -> bool | None:
    """True or false when the formula has that outcome for all values, else None."""
    if sum(1 for _ in _propositions(formula)) > MAX_PARTS:
        return None
    if _impossible([_plain(formula, True)], ()):
        return False
    return True if _impossible([_plain(formula, False)], ()) else None


def _propositions(formula: Formula) -> Iterator[Formula]:
    pending = [formula]
    while pending:
        one = pending.pop()
        if isinstance(one, Several):
            pending.extend(one.parts)
        elif isinstance(one, Not):
            pending.append(one.part)
        else:
            yield one


def _plain(formula: Formula, holds: bool) -> Formula:
    """The formula, or its opposite, with `Not` before propositions only."""
    if isinstance(formula, Not):
        return _plain(formula.part, not holds)
    if isinstance(formula, Several):
        return Several(tuple(_plain(part, holds) for part in formula.parts), formula.every is holds)
    if isinstance(formula, Decided):
        return Decided(formula.holds is holds)
    return formula if holds else Not(formula)


def _impossible(every: list[Formula], known: tuple[Formula, ...]) -> bool:
    """Whether the formulas cannot hold all together and with what is known."""
    flat = list(every)
    choices: list[Several] = []
    for one in flat:
        if isinstance(one, Several):
            flat.extend(one.parts) if one.every else choices.append(one)
        elif isinstance(one, Decided):
            if not one.holds:
                return True
        else:
            known = (*known, one)
    if _contradictory(known):
        return True
    return any(all(_impossible([part], known) for part in choice.parts) for choice in choices)


def _contradictory(known: tuple[Formula, ...]) -> bool:
    about: dict[str, list[tuple[Proposition, bool]]] = {}
    for one in known:
        said, holds = (one.part, False) if isinstance(one, Not) else (one, True)
        if isinstance(said, Proposition):
            about.setdefault(said.what, []).append((said, holds))
    return any(len(said) > 1 and _clash(said) for said in about.values())


def _clash(said: list[tuple[Proposition, bool]]) -> bool:
    """Whether no value is as all these propositions say."""
    if any((one, not holds) in said for one, holds in said):
        return True
    equal = [one.value for one, holds in said if holds and one.relation == "="]
    listed = [one.value for one, holds in said if holds and one.relation == "in"]
    if equal or listed:
        possible = equal[:1] or list(listed[0])
        return not any(all(_fits(value, one) is not (not holds) for one, holds in said) for value in possible)
    return _empty_range([one for one, holds in said if holds and one.relation in _ORDERS])


def _fits(value: Any, said: Proposition) -> bool | None:
    """Whether the proposition holds for a value; None when that is not known."""
    if said.relation == "":
        return bool(value)
    if said.relation == "=":
        return bool(value == said.value)
    if said.relation == "in":
        return value in said.value
    return _ORDERS[said.relation](value, said.value) if _ordered(value, said.value) else None


def _empty_range(orders: list[Proposition]) -> bool:
    lower = [one for one in orders if one.relation in (">", ">=")]
    upper = [one for one in orders if one.relation in ("<", "<=")]
    return any(_apart(low, high) for low in lower for high in upper if _ordered(low.value, high.value))


def _apart(low: Proposition, high: Proposition) -> bool:
    strict = low.relation == ">" or high.relation == "<"
    return bool(low.value > high.value or (strict and low.value == high.value))


def _ordered(left: Any, right: Any) -> bool:
    """Whether the two can be put in an order: numbers, or texts."""
    numbers = all(isinstance(value, int | float) for value in (left, right))
    return numbers or (isinstance(left, str) and isinstance(right, str))
