"""The report as one page that needs nothing else, to be sent around: works without scripts, prints, dark and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from mistralc.counting import counted
from mistralc.emit import compiler_version
from mistralc.migration.report import Report, Row, Verdict
from mistralc.reading import passed_over


def write(report: Report) -> str:
    """A whole document."""
    return _template().render(
        report=report,
        verdicts=list(Verdict),
        workflows=list(_workflows(report)),
        below=lambda path: path.removeprefix(report.folder),
        places=_places,
        counted=counted,
        passed_over=passed_over(report.passed_over) if report.passed_over else "",
        version=compiler_version(),
    )


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    return environment.get_template("page.html.jinja")


def _places(row: Row) -> Iterator[tuple[str, str]]:
    """The files of a row, each with the lines in it."""
    for file, places in groupby(sorted(row.places), lambda place: place.file):
        yield file, ", ".join(dict.fromkeys(str(place.line) for place in places))


def _workflows(report: Report) -> Iterator[tuple[str, str, Verdict, int]]:
    """Name, file, verdict and number of its verdict, what needs most work first."""
    order = list(Verdict)
    for key, verdict in sorted(report.workflows.items(), key=lambda item: (order.index(item[1]), item[0])):
        file, _, name = key.rpartition(": ")
        yield name, file, verdict, order.index(verdict)
