"""What a measurement gives: tables of figures, and goals with the figure they are judged by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Table:
    """Figures. `units` has a unit a column: '' for text and plain numbers, 'ms', 's', '×' (a ratio) …"""

    title: str
    note: str
    columns: Sequence[str]
    units: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Goal:
    """A goal, the figure measured for it and its limit. `smaller` says on which side of the limit is good."""

    text: str
    figure: float | None
    limit: float
    unit: str
    smaller: bool = False

    @property
    def verdict(self) -> str:
        """met, missed, or not measured."""
        if self.figure is None:
            return "not measured"
        return "met" if (self.figure <= self.limit if self.smaller else self.figure >= self.limit) else "missed"


@dataclass(frozen=True)
class Section:
    """One measurement: its tables, its goals, and what was left out and why."""

    tables: Sequence[Table]
    goals: Sequence[Goal]
    left_out: Sequence[str] = field(default_factory=list)


def ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median of the ratios pair by pair: holds when the speed of the machine drifts."""
    return median(a / b for a, b in zip(above, below, strict=True))


def shown(value: Any, unit: str) -> str:
    """A figure as people read it: three significant digits."""
    if value is None:
        return "–"
    if not isinstance(value, int | float) or not unit:
        return str(value)
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    number = f"{value:,.{digits}f}"
    return f"{number} ×" if unit == "×" else f"{number} {unit}"
