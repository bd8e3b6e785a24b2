"""The name an author probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, cached_property

MAX_DISTANCE = 2


def nearest(name: str, *scopes: Iterable[str]) -> str | None:
    """The candidate closest to `name` in at most two edits (insert, delete, replace, swap neighbours), or None.

    Names as short as the number of edits would turn into anything, so each edit has to leave two letters of the name
    standing. Letter case and the choice between `-` and `_` count as nothing. Of equally close names the one of the
    earlier scope is meant: give the innermost first.
    """
    return next(iter(near(name, *scopes)), None)


def near(name: str, *scopes: Iterable[str]) -> list[str]:
    """All candidates that `nearest` would consider, closest first. For many searches of one scope give `Names`."""
    allowed = min(MAX_DISTANCE, len(name) // 3)
    found: dict[str, tuple[int, int, str]] = {}
    for depth, scope in enumerate(scopes):
        names = scope if isinstance(scope, Names) else Names(scope)
        for far, candidate in names.within(_fold(name), allowed):
            if candidate != name:
                found.setdefault(candidate, (far, depth, candidate))
    return sorted(found, key=found.__getitem__)


def did_you_mean(name: str, *scopes: Iterable[str]) -> str | None:
    """The help line for a misspelt name, or None when nothing is near."""
    found = nearest(name, *scopes)
    return f"did you mean '{found}'?" if found else None


class Names:
    """A scope that does not change. A search costs what is near the name, not what is in the scope."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def within(self, folded: str, most: int) -> Iterator[tuple[int, str]]:
        """The names in at most so many edits, a swap of neighbours counting as one (optimal string alignment).

        Down the tree of names, one step of the automaton a letter, and no further once all is too far.
        """
        places = dict.fromkeys(folded, 0)
        for place, letter in enumerate(folded):
            places[letter] |= 1 << (place + most)
        end, window = len(folded) + most, (1 << (2 * most + 1)) - 1
        pending: list[tuple[_Node, _Row, int]] = [(self._root, _first_row(most), 0)]
        while pending:
            node, row, depth = pending.pop()
            if node.names and 0 <= end - depth <= 2 * most and row.distances[end - depth] <= most:
                far = row.distances[end - depth]
                yield from ((far, name) for name in node.names)
            for letter, below in node.below.items():
                matches = places.get(letter, 0) >> depth & window
                if matches not in row.after:
                    row.after[matches] = row.step(matches)
                following = row.after[matches]
                if following is not None:
                    pending.append((below, following, depth + 1))

    @cached_property
    def _root(self) -> _Node:
        root = _Node()
        for name in self._names:
            node = root
            for letter in _fold(name):
                if letter not in node.below:
                    node.below[letter] = _Node()
                node = node.below[letter]
            node.names.append(name)
        return root


class _Node:
    """All names that begin alike."""

    __slots__ = ("below", "names")

    def __init__(self) -> None:
        self.below: dict[str, _Node] = {}
        self.names: list[str] = []


class _Row:
    """A row of the table of distances, as far as it matters: `most` places to both sides of the diagonal.

    What follows on it is decided by which of these places have the next letter, so that there are only some hundred
    different rows for all names there are, and each step is made once (a Levenshtein automaton, after Schulz and Mihov
    2002). Places past the end of the name that is looked for have distances too, which nothing depends on.
    """

    __slots__ = ("_above", "_matches", "after", "distances")

    def __init__(self, distances: tuple[int, ...], above: tuple[int, ...], matches: int) -> None:
        self.distances = distances
        self._above = above
        self._matches = matches
        """Which places had the letter that led here."""
        self.after: dict[int, _Row | None] = {}
        """The next row by the places that have the next letter; None where all is too far."""

    def step(self, matches: int) -> _Row | None:
        """The row of one letter more; bit n of `matches` tells whether it is the one that leads to place n."""
        far = len(self.distances) // 2 + 1
        new: list[int] = []
        for place, (above, same) in enumerate(zip((*self.distances[1:], far), self.distances, strict=True)):
            before = new[-1] if new else far
            cost = same if matches >> place & 1 else 1 + min(same, above, before)
            if place and matches >> (place - 1) & 1 and self._matches >> (place + 1) & 1:
                cost = min(cost, self._above[place] + 1)
            new.append(min(cost, far))
        return _row(tuple(new), self.distances, matches) if min(new) < far else None


@cache
def _row(distances: tuple[int, ...], above: tuple[int, ...], matches: int) -> _Row:
    return _Row(distances, above, matches)


def _first_row(most: int) -> _Row:
    far = most + 1
    return _row((*[far] * most, *range(most + 1)), (far,) * (2 * most + 1), 0)


def _fold(name: str) -> str:
    return name.casefold().replace("_", "-")
