"""Measurements that are kept from one call of the command to the next: graph by graph, the newest of each."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.running.measure import Taken

SIDES = {"ours": "compiled", "hand": "by hand", "mistral": "Mistral"}


@dataclass
class Measured:
    """What was measured of one graph: side → one `Taken` a round, None where a run of that round failed.

    :param title, note, calls, judged: see `contests.Contest`.
    :param failures: what failed, in words.
    """

    name: str
    title: str
    note: str
    calls: int = 0
    judged: bool = True
    rounds: dict[str, list[Taken | None]] = field(default_factory=lambda: {side: [] for side in SIDES})
    failures: list[str] = field(default_factory=list)

    def figures(self, side: str, what: str) -> list[float]:
        """`wall` or `cpu` of every round of a side that came to its end."""
        return [getattr(taken, what) for taken in self.rounds[side] if taken]

    def pairs(self, above: str, below: str, what: str) -> tuple[list[float], list[float]]:
        """The same of two sides, of the rounds that both came to the end of."""
        both = [(a, b) for a, b in zip(self.rounds[above], self.rounds[below], strict=True) if a and b]
        return [getattr(a, what) for a, _ in both], [getattr(b, what) for _, b in both]


def load(file: Path) -> dict[str, Measured]:
    """What is kept in `file`: graph → measurements; empty when it is not there."""
    if not file.exists():
        return {}
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return {name: _measured(data) for name, data in kept.items()}


def save(file: Path, measured: dict[str, Measured]) -> None:
    """Keep them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    data = {name: asdict(one) for name, one in measured.items()}
    file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _measured(data: dict[str, Any]) -> Measured:
    rounds = {
        side: [Taken(**taken) if taken else None for taken in taken_of_side]
        for side, taken_of_side in data["rounds"].items()
    }
    return Measured(**{**data, "rounds": rounds})
