"""Which evaluations of YAQL may take for ever, told from the syntax tree and the size of the data.

Everything else takes time in proportion to its data and runs where it is called. What is called risky here runs just
the same, only in a process that can be ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mistralc.expressions.bounds.growth import ANSWERS, EVERYTHING, Growth, TooComplex, size_of
from mistralc.expressions.bounds.work import COUNT, Unbounded, Work, walk
from mistralc.expressions.yaql.ast import Binary, Call
from mistralc.expressions.yaql.parser import parse

_STEPS = 1e7
"""Work that is done where it is asked for: a second or so at most."""
_FACTOR = 1_000
"""What is done so often for each item of the data is no more than it looks; see LITTLE."""
_LIBRARYS_STEPS = 5_000
"""The yaql library takes a thousand times longer for a step, and more than that for some."""


@dataclass(frozen=True, slots=True)
class Risk:
    """Why an evaluation may have no end: for certain (no growth), or only when the context is not as it should be.

    ``counts`` are paths whose values must be small numbers; ``growth`` is how the work grows with the data.
    """

    growth: Growth | None = None
    counts: tuple[tuple[str, ...], ...] = ()

    def applies(self, context: Any, answers: int = 1) -> bool:
        """Whether the evaluation with this context, and answers of Mistral's functions so large, has to be watched."""
        if self.growth is None or any(not _is_count(_at(context, path)) for path in self.counts):
            return True
        return _exceeds(self.growth, _STEPS, context, answers)

    @property
    def asks(self) -> bool:
        """Whether the work grows with what Mistral's functions answer."""
        return self.growth is not None and ANSWERS in self.growth.names()


@lru_cache(maxsize=4096)
def yaql_risk(source: str) -> Risk | None:
    """The risk of an expression (without its marks); None for the many that have none."""
    risk = _risk(source)
    if risk is None or risk.growth is None:
        return risk
    steep = risk.growth.steep(_FACTOR, _STEPS)
    return Risk(steep, risk.counts) if steep.terms or risk.counts else None


@lru_cache(maxsize=4096)
def _risk(source: str) -> Risk | None:
    """The same with the whole growth; None for what does not even begin."""
    try:
        tree = parse(source)
    except (ValueError, RecursionError):
        return None  # it fails, and at once
    try:
        work = Work(tree)
    except (Unbounded, TooComplex, RecursionError):
        return Risk()
    return Risk(work.total, tuple(work.counts))


def librarys_risk(source: str, context: Any, answers: int) -> bool:
    """Whether the yaql library may take for ever over what compiled code declines."""
    risk = _risk(source)
    if risk is None:
        return False
    return risk.growth is None or _multiplies(source) or _exceeds(risk.growth, _LIBRARYS_STEPS, context, answers)


@lru_cache(maxsize=4096)
def _multiplies(source: str) -> bool:
    """Whether there are searches or products, which compiled code looks at and the library does not."""
    return any(
        (isinstance(node, Binary) and node.operator in ("*", "=~", "!~"))
        or (isinstance(node, Call) and node.name.rstrip("_") in ("regex", "matches"))
        for node in walk(parse(source))
    )


def _exceeds(growth: Growth, limit: float, context: Any, answers: int) -> bool:
    return growth.exceeds(limit, _sizes(growth.names(), context, answers))


def _sizes(names: Iterable[str], context: Any, answers: int) -> dict[str, int]:
    special = {ANSWERS: lambda: answers, EVERYTHING: lambda: size_of(context)}
    return {name: special[name]() if name in special else size_of(_at(context, (name,))) for name in names}


def _at(context: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if not isinstance(context, Mapping) or name not in context:
            return None
        context = context[name]
    return context


def _is_count(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) <= COUNT
