"""Results for the terminal, as JSON, and as the page docs/benchmarks.md."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table as RichTable

from tests.bench.results import Goal, Section, Table, shown

HEAD = """# {title}

{about}
Read the ratios: both sides of each were measured in turn in the same run, so
they hold on other machines and on busy ones; absolute times do not.

Measured on: {machine}.

"""

ABOUT = """What mistralc costs beside what its users have now, from one run of `make bench` (`--markdown
docs/benchmarks.md` writes this page). What a check costs is on [its own page](checker-benchmark.md).
"""

ABOUT_CHECKING = """What `mistralc check` and its language server cost, alone and beside Mistral's validator, from one
run of `make bench-check`, which writes this page.
"""


def machine(versions: Mapping[str, str]) -> str:
    """The machine in words that say nothing about whose it is."""
    import os

    parts = [f"{os.cpu_count()} cores", f"Python {platform.python_version()}"]
    return ", ".join([*parts, *(f"{name} {version}" for name, version in versions.items())])


def print_report(console: Console, sections: Sequence[Section]) -> None:
    """Every table, then the goals."""
    for table in (table for section in sections for table in section.tables):
        console.print(_rich(table))
    goals = RichTable(title="Goals", title_justify="left")
    for column in ("goal", "measured", "limit", ""):
        goals.add_column(column, justify="left" if column == "goal" else "right")
    for goal in _goals(sections):
        colour = {"met": "green", "missed": "red"}.get(goal.verdict, "yellow")
        goals.add_row(*_goal(goal)[:3], f"[{colour}]{goal.verdict}[/]")
    console.print(goals)
    for line in _left_out(sections):
        console.print(f"left out: {line}", style="yellow", markup=False, highlight=False)


def as_object(sections: Sequence[Section], versions: Mapping[str, str]) -> dict[str, Any]:
    """Everything as plain data."""
    return {
        "machine": machine(versions),
        "versions": dict(versions),
        "tables": [
            {"title": t.title, "note": t.note, "columns": list(t.columns), "units": list(t.units), "rows": t.rows}
            for section in sections
            for t in section.tables
        ],
        "goals": [
            {"goal": g.text, "measured": g.figure, "limit": g.limit, "unit": g.unit, "verdict": g.verdict}
            for g in _goals(sections)
        ],
        "left_out": _left_out(sections),
    }


def markdown(sections: Sequence[Section], versions: Mapping[str, str], title: str, about: str) -> str:
    """The page."""
    parts = [HEAD.format(title=title, about=about, machine=machine(versions))]
    goals = Table("Goals", "", ["goal", "measured", "limit", "verdict"], [""] * 4, [_goal(g) for g in _goals(sections)])
    for table in (goals, *(table for section in sections for table in section.tables)):
        parts.append(f"## {table.title}\n\n{table.note + chr(10) * 2 if table.note else ''}{_markdown_table(table)}\n")
    left_out = _left_out(sections)
    if left_out:
        parts.append("## Left out\n\n" + "".join(f"- {line}\n" for line in left_out))
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _goals(sections: Sequence[Section]) -> list[Goal]:
    return [goal for section in sections for goal in section.goals]


def _left_out(sections: Sequence[Section]) -> list[str]:
    return [line for section in sections for line in section.left_out]


def _goal(goal: Goal) -> list[str]:
    return [goal.text, shown(goal.figure, goal.unit), shown(goal.limit, goal.unit), goal.verdict]


def _cells(table: Table) -> list[list[str]]:
    return [[shown(value, unit) for value, unit in zip(row, table.units, strict=True)] for row in table.rows]


def _rich(table: Table) -> RichTable:
    drawn = RichTable(title=table.title, caption=table.note, title_justify="left", caption_justify="left")
    for index, column in enumerate(table.columns):
        drawn.add_column(column, justify="right" if index else "left")
    for row in _cells(table):
        drawn.add_row(*row)
    return drawn


def _markdown_table(table: Table) -> str:
    head = "| " + " | ".join(table.columns) + " |"
    rule = "|" + "|".join("---" if index == 0 else "---:" for index in range(len(table.columns))) + "|"
    return "\n".join([head, rule, *("| " + " | ".join(row) + " |" for row in _cells(table))])
