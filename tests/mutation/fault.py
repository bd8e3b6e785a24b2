"""What a kind of fault is: a way to seed it, and what the checker should say."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.mutation.source import Mutant, Source

Seed = Callable[[Source, random.Random], Iterator[Mutant]]


@dataclass(frozen=True)
class Fault:
    """One kind of fault. `codes` are what a message about it may be called."""

    name: str
    family: str
    codes: frozenset[str]
    seed: Seed

    @property
    def of_compilation(self) -> bool:
        """Whether it is Mistral's to run and only `mistralc compile` refuses it."""
        return any(code.startswith("E9") for code in self.codes)


FAULTS: list[Fault] = []


def fault(family: str, codes: str) -> Callable[[Seed], Seed]:
    """Register a way to seed a fault; its docstring is the name of the fault."""

    def register(seed: Seed) -> Seed:
        name = (seed.__doc__ or "").strip().rstrip(".")
        FAULTS.append(Fault(name, family, frozenset(codes.split()), seed))
        return seed

    return register
