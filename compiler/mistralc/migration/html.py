"""The report as one page that needs nothing else, to be sent around."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from mistralc.migration.report import Report, Row, Verdict

_COLOURS = {Verdict.PERSON: "#b3261e", Verdict.NOTE: "#8a6100", Verdict.EXACT: "#1b6e3c"}
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
.bar { display: flex; height: 1.2rem; border-radius: .3rem; overflow: hidden; margin: 1rem 0 }
details { font-size: .85em; color: #555 } summary { cursor: pointer }
code { white-space: pre-wrap }
"""


def write(report: Report) -> str:
    """A whole document."""
    return "\n".join(_page(report)) + "\n"


def _page(report: Report) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f"<title>mistralc: migration report</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield "<h1>From Mistral to Airflow</h1>"
    yield f"<p>{report.files} files, {len(report.workflows)} workflows, {report.tasks} tasks.</p>"
    yield '<div class="bar">'
    for verdict in reversed(Verdict):
        yield f'<div style="flex: {report.count(verdict)}; background: {_COLOURS[verdict]}"></div>'
    yield "</div>\n<ul>"
    for verdict in reversed(Verdict):
        yield f'<li><b style="color: {_COLOURS[verdict]}">{report.count(verdict)}</b> workflows: {verdict.value}</li>'
    yield "</ul>"
    for verdict in Verdict:
        if report.of(verdict):
            yield from _section(verdict, report.of(verdict))
    yield "</body>\n</html>"


def _section(verdict: Verdict, rows: list[Row]) -> Iterator[str]:
    yield f'<h2 style="color: {_COLOURS[verdict]}">{verdict.value.capitalize()}</h2>'
    yield '<table>\n<tr><th>construct</th><th>area</th><th></th><th class="n">uses</th><th class="n">files</th></tr>'
    for row in rows:
        places = "<br>".join(escape(str(place)) for place in row.places)
        listed = f"<details><summary>where</summary>{places}</details>"
        yield (
            f"<tr><td><code>{escape(row.name)}</code>{listed}</td><td>{escape(row.group)}</td><td>{escape(row.why)}</td>"
            f'<td class="n">{len(row.places)}</td><td class="n">{len(row.files)}</td></tr>'
        )
    yield "</table>"
