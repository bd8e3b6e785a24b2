"""The name an author probably meant."""

from __future__ import annotations

from collections.abc import Iterable

MAX_DISTANCE = 2


def nearest(name: str, *scopes: Iterable[str]) -> str | None:
    """The candidate closest to `name` in at most two edits (insert, delete, replace, swap neighbours), or None.

    Names as short as the number of edits would turn into anything, so each edit has to leave two letters of the name
    standing. Letter case and the choice between `-` and `_` count as nothing. Of equally close names the one of the
    earlier scope is meant: give the innermost first.
    """
    return next(iter(near(name, *scopes)), None)


def near(name: str, *scopes: Iterable[str]) -> list[str]:
    """All candidates that `nearest` would consider, closest first."""
    allowed = min(MAX_DISTANCE, len(name) // 3)
    folded = _fold(name)
    found: dict[str, tuple[int, int, str]] = {}
    for depth, scope in enumerate(scopes):
        for candidate in scope:
            if candidate == name or candidate in found or abs(len(candidate) - len(name)) > allowed:
                continue
            far = edit_distance(folded, _fold(candidate), allowed)
            if far <= allowed:
                found[candidate] = (far, depth, candidate)
    return sorted(found, key=found.__getitem__)


def did_you_mean(name: str, *scopes: Iterable[str]) -> str | None:
    """The help line for a misspelt name, or None when nothing is near."""
    found = nearest(name, *scopes)
    return f"did you mean '{found}'?" if found else None


def edit_distance(left: str, right: str, most: int | None = None) -> int:
    """Edits between two names, a swap of neighbours counting as one (optimal string alignment).

    Of names farther apart than `most` no more is said than that.
    """
    left, right = _different(left, right)
    before: list[int] = []
    above = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if most is not None and min(row) > most:
            return most + 1
        before, above = above, row
    return above[-1]


def _different(left: str, right: str) -> tuple[str, str]:
    """Two names without their common beginning and end, which cost no edits."""
    start = _same(left, right)
    left, right = left[start:], right[start:]
    end = _same(left[::-1], right[::-1])
    return left[: len(left) - end], right[: len(right) - end]


def _same(left: str, right: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(left), len(right)))


def _fold(name: str) -> str:
    return name.casefold().replace("_", "-")
