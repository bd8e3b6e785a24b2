"""The page about the calls, made of the tables: what is called, what this plane refuses and why."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from tests.e2e.catalogue import tour

FILE = Path(__file__).parents[3] / "docs/openstack-called.md"
_HEAD = Path(__file__).with_suffix(".md")


def page() -> str:
    """The whole text."""
    rows, total = [], [0, 0, 0, 0, 0]
    for service in tour.SERVICES:
        counts = _counts(service)
        total = [one + other for one, other in zip(total, counts, strict=True)]
        rows.append(f"| {service} | " + " | ".join(map(str, counts)) + " |")
    rows.append("| all | " + " | ".join(map(str, total)) + " |")
    rest = ["", "### Refused here", "", *_reasons(_refused()), "### Not here", "", *_reasons(tour.missing())]
    return _HEAD.read_text() + "\n".join([*rows, *rest])


def _counts(service: str) -> list[int]:
    """Mapped, answered, answered and mutating, refused, absent."""
    served = [name for name in tour.served() if name.startswith(f"{service}.")]
    answered = {step.action for _, step in tour.tables() if not step.refused} | set(tour.looks())
    mutating = [name for name in served if name in answered and tour.served()[name].signature.mutating]
    absent = tour.missing()
    return [
        len(served), sum(name in answered for name in served), len(mutating),
        sum(name not in answered and name not in absent for name in served), sum(name in absent for name in served),
    ]  # fmt: skip


def _refused() -> dict[str, str]:
    answered = {step.action for _, step in tour.tables() if not step.refused}
    return {step.action: step.because for _, step in tour.tables() if step.refused and step.action not in answered}


def _reasons(actions: dict[str, str]) -> list[str]:
    """Actions by reason."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for name, reason in sorted(actions.items()):
        by_reason[reason].append(f"`{name}`")
    lines = []
    for reason, names in sorted(by_reason.items()):
        lines += [f"**{reason[:1].upper()}{reason[1:]}:** {', '.join(names)}.", ""]
    return lines
