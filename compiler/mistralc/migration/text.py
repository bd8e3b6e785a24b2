"""The report for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.counting import counted
from mistralc.migration.report import Report, Row, Verdict
from mistralc.reading import passed_over

_WIDTH = 44
"""Of the names of constructs; longer ones push what follows to the right."""


def write(report: Report) -> str:
    """A text of lines."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    workflows = counted(len(report.workflows), "workflow")
    yield f"{counted(report.files, 'file')}, {workflows}, {counted(report.tasks, 'task')}"
    if report.passed_over:
        yield passed_over(report.passed_over)
    for verdict in reversed(Verdict):
        yield f"{report.count(verdict):>6} {report.share(verdict):>4} %  {verdict.value}"
    if report.folder:
        yield f"Paths are below {report.folder}"
    for verdict in Verdict:
        if report.of(verdict):
            uses = sum(len(row.places) for row in report.of(verdict))
            yield f"\n{verdict.value.upper()} ({counted(uses, 'use')})"
            for why, rows in report.groups(verdict):
                yield f"\n  {why}"
                yield "    uses  files  construct"
                yield from (_row(row, report.folder) for row in rows)


def _row(row: Row, folder: str) -> str:
    counts = f"{len(row.places):>8} {len(row.files):>6}  "
    if row.verdict is not Verdict.PERSON:
        return f"{counts}{row.name}"
    more = f" and {len(row.places) - 1} more" if len(row.places) > 1 else ""
    return f"{counts}{row.name:<{_WIDTH}} {str(row.places[0]).removeprefix(folder)}{more}"
