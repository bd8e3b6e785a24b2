"""The name an author probably meant."""

from __future__ import annotations

from collections.abc import Iterable

MAX_DISTANCE = 2


def nearest(name: str, candidates: Iterable[str], limit: int = MAX_DISTANCE) -> str | None:
    """The candidate closest to `name` in at most `limit` edits (insert, delete, replace, swap neighbours), or None.

    Names as short as the number of edits would turn into anything, so each edit has to leave two letters of the name
    standing. Letter case and the choice between `-` and `_` count as nothing.
    """
    allowed = min(limit, len(name) // 3)
    folded = _fold(name)
    best: tuple[int, str] | None = None
    for candidate in candidates:
        if candidate == name or abs(len(candidate) - len(name)) > allowed:
            continue
        far = edit_distance(folded, _fold(candidate))
        if far <= allowed and (best is None or (far, candidate) < best):
            best = (far, candidate)
    return best[1] if best else None


def did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    """The help line for a misspelt name, or None when nothing is near."""
    found = nearest(name, candidates)
    return f"did you mean '{found}'?" if found else None


def edit_distance(left: str, right: str) -> int:
    """Edits between two names, a swap of neighbours counting as one (optimal string alignment)."""
    before: list[int] = []
    above = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]


def _fold(name: str) -> str:
    return name.casefold().replace("_", "-")
