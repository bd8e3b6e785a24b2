"""The figures as a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.mutation import fresh
from tests.mutation.others import Count

Row = tuple[str, str, Mapping[str, Count]]
"""Family, name of the fault, and the count of each checker; one that did not run is not there."""

OURS = "mistralc"


@dataclass(frozen=True)
class Report:
    """All that was measured: kinds of faults over files, and the small workbook."""

    kinds: Sequence[Row]
    backup: Sequence[Row]
    files: int
    seed: int
    absent: Sequence[str] = field(default=())

    @property
    def total(self) -> Mapping[str, Count]:
        return total(self.kinds)


def total(rows: Sequence[Row]) -> Mapping[str, Count]:
    """The counts of all rows together."""
    sums: dict[str, Count] = {}
    for _, _, counts in rows:
        for name, count in counts.items():
            sums[name] = sums.get(name, Count()) + count
    return sums


def page(report: Report) -> str:
    """The report as Markdown."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    seeded = report.total[OURS].asked
    yield "# What the checker finds: seeded faults"
    yield ""
    yield "Made by `python -m tests.mutation --report docs/checker-mutations.md`; do not edit."
    yield ""
    yield f"{seeded} faults of {len(report.kinds)} kinds, one at a time, in {report.files} workflow files without"
    yield f"errors (our own and public ones). Sites are chosen at random (seed {report.seed}). A fault is *found* when"
    yield "a checker says something about the changed file that it does not say about the file as it was, and found"
    yield "*at the line* when one of these messages points at a line of the fault: the changed line, or the one that no"
    yield "longer agrees with it (a transition to a task that was removed)."
    yield ""
    yield "Mistral 23 is its own validator, called as its service calls it. Orquesta 1.2 reads Mistral's language only"
    yield "where a file holds one workflow and no workbook: it is asked about those. Both give"
    yield "lines for faults of YAML only."
    for name in report.absent:
        yield f"{name} was not there in this run."
    yield ""
    yield from _summary("All kinds", report.kinds)
    yield ""
    yield from _summary("Thirty faults in one small workbook (`tests/mutation/backup.yaml`)", report.backup)
    yield ""
    yield from fresh.section()
    yield ""
    yield "## By kind"
    yield ""
    yield from _table(report.kinds, lambda count: f"{count.found} / {count.asked}")
    yield ""
    yield "## The thirty"
    yield ""
    yield from _table(report.backup, lambda count: "line" if count.at_line else "found" if count.found else "–")


def _summary(title: str, rows: Sequence[Row]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield "| | faults | found | | at the line | |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, count in total(rows).items():
        shares = (f"{100 * part / count.asked:.1f} %" if count.asked else "" for part in (count.found, count.at_line))
        found, at_line = shares
        yield f"| {name} | {count.asked} | {count.found} | {found} | {count.at_line} | {at_line} |"


def _table(rows: Sequence[Row], shown: Callable[[Count], str]) -> Iterator[str]:
    names = list(total(rows))
    yield f"| family | fault | {' | '.join(names)} | at the line |"
    yield "|---|---|" + "---:|" * (len(names) + 1)
    for family, name, counts in rows:
        cells = [shown(counts[other]) if other in counts and counts[other].asked else "" for other in names]
        ours = counts[OURS]
        yield f"| {family} | {name} | {' | '.join(cells)} | {ours.at_line} / {ours.asked} |"
