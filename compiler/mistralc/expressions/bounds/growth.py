"""How the work of an evaluation grows with its data: polynomials in the sizes of what it reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any

ANSWERS = "()"
"""The size of what Mistral's functions answer; no variable of a context has this name in an expression."""
EVERYTHING = "$"
"""The size of the whole context."""
_MOST_TERMS = 64
_SEEN = 1_000_000
"""What is larger is not measured further."""

_Powers = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """A sum of products of sizes: a bound for the size of a value, or for the work of making it.

    ``terms`` has a factor for each product, which is given as the powers of the sizes. Sizes are counted in items of
    lists, entries of dicts and characters.
    """

    terms: Mapping[_Powers, float]

    def __add__(self, other: Growth) -> Growth:
        terms = dict(self.terms)
        for powers, factor in other.terms.items():
            terms[powers] = terms.get(powers, 0) + factor
        return Growth(terms)

    def __mul__(self, other: Growth) -> Growth:
        total = NONE
        for one, factor in self.terms.items():
            for two, times in other.terms.items():
                powers = dict(one)
                for name, power in two:
                    powers[name] = powers.get(name, 0) + power
                total += Growth({tuple(sorted(powers.items())): factor * times})
                if len(total.terms) > _MOST_TERMS:
                    raise TooComplex
        return total

    def over(self, items: Growth, name: str) -> Growth:
        """This for each of the items, the size of one of them having this name here.

        The sum of powers of parts is at most the power of the sum; what does not depend on the item is done as often
        as there are items.
        """
        total = NONE
        for powers, factor in self.terms.items():
            rest = {part: power for part, power in powers if part != name}
            made = Growth({tuple(rest.items()): factor})
            for _ in range(max(1, dict(powers).get(name, 0))):
                made *= items
            total += made
        return total

    def scaled(self, factor: float) -> Growth:
        return Growth({powers: times * factor for powers, times in self.terms.items()})

    def steep(self, factor: float, most: float) -> Growth:
        """The part that grows faster than the data, or has a factor larger than this, or is constant and more."""
        found = {}
        for powers, times in self.terms.items():
            degree = sum(power for _, power in powers)
            if degree > 1 or times > (factor if degree else most):
                found[powers] = times
        return Growth(found)

    def names(self) -> Set[str]:
        return {name for powers in self.terms for name, _ in powers}

    def exceeds(self, limit: float, sizes: Mapping[str, int]) -> bool:
        """Whether this is more than the limit where the data is so large."""
        return any(_product(powers, factor, sizes) > limit for powers, factor in self.terms.items())


class TooComplex(Exception):
    """The growth has more terms than anybody wants to look at."""


def size_named(name: str) -> Growth:
    return Growth({((name, 1),): 1.0})


def constant(size: float) -> Growth:
    return Growth({(): max(1.0, size)})


def added(parts: Iterable[Growth]) -> Growth:
    total = NONE
    for part in parts:
        total += part
    return total


NONE = Growth({})
ONE = constant(1)


def _product(powers: _Powers, factor: float, sizes: Mapping[str, int]) -> float:
    for name, power in powers:
        factor *= float(sizes[name]) ** power
    return factor


def size_of(value: Any) -> int:
    """How many items, entries and characters a value has; at least 1, and not looked at further than a million."""
    size = 0
    pending = [value]
    while pending and size <= _SEEN:
        part = pending.pop()
        if isinstance(part, Mapping):
            pending += part
            pending += part.values()
        elif isinstance(part, list | tuple | set | frozenset):
            pending += part
        size += len(part) if isinstance(part, str | bytes) else 1
    return max(1, size)
