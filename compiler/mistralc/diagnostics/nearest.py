"""The name an author probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

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

        Down the tree of names, a row of the table of distances a letter, and no further once a whole row is too far.
        """
        far = most + 1
        first = list(range(len(folded) + 1))
        pending: list[tuple[_Node, str, list[int], list[int]]] = [(self._root, "", first, first)]
        while pending:
            node, letter, row, above = pending.pop()
            if row[-1] <= most:
                yield from ((row[-1], name) for name in node.names)
            for following, below in node.below.items():
                new = _row(folded, following, letter, row, above, far)
                if min(new) < far:
                    pending.append((below, following, new, row))

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


def _row(wanted: str, letter: str, before: str, row: list[int], above: list[int], far: int) -> list[int]:
    """The distances of one letter more to each beginning of `wanted`; `far` stands for that and all above."""
    depth = row[0] + 1
    new = [min(depth, far)]
    for place, other in enumerate(wanted):
        cost = row[place] if other == letter else 1 + min(row[place], row[place + 1], new[place])
        if place and other == before and letter == wanted[place - 1]:
            cost = min(cost, above[place - 1] + 1)
        new.append(min(cost, far))
    return new


def _fold(name: str) -> str:
    return name.casefold().replace("_", "-")
