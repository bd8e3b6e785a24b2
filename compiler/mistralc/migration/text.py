"""The report for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from mistralc.migration.report import Report, Row, Verdict

_SHOWN = 3


def write(report: Report) -> str:
    """A text of lines."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.files} files, {len(report.workflows)} workflows, {report.tasks} tasks"
    for verdict in reversed(Verdict):
        yield f"{report.count(verdict):>6} workflows: {verdict.value}"
    for verdict in Verdict:
        rows = report.of(verdict)
        if rows:
            yield ""
            yield f"{verdict.value} ({sum(len(row.places) for row in rows)} uses)"
            yield f"  uses  files  {'area':<12} construct"
            for row in rows:
                yield from _row(row)


def _row(row: Row) -> Iterator[str]:
    yield f"{len(row.places):>6} {len(row.files):>6}  {row.group:<12} {row.name}" + (f": {row.why}" if row.why else "")
    if row.verdict is Verdict.PERSON:
        more = f" and {len(row.places) - _SHOWN} more" if len(row.places) > _SHOWN else ""
        yield f"{'':>28}{', '.join(map(str, row.places[:_SHOWN]))}{more}"
