"""The tables and goals of runs: ratios first, since both sides of each were measured in turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import median
from typing import Any

from tests.bench.results import Goal, Section, Table, ratio
from tests.bench.running.kept import SIDES, Measured

TITLE = "Benchmarks of running"
ABOUT = """What a compiled workflow costs when it runs, beside the DAG that an Airflow engineer writes for the same
graph and beside Mistral's own engine. `make bench-run` measures and writes this page; it begins no round that would end
after `MINUTES=25`. `GRAPHS="chain fan"` measures some graphs again, `ROUNDS=5` more often.

- *Compiled* and *by hand* run on one Airflow: PostgreSQL, LocalExecutor with four slots, API server, DAG processor and
  triggerer, with the settings of `mistral_airflow.local.server`, the same for both. Time is from the first request to
  the end of the last run, as Airflow has it. Processor time is that of all its processes, PostgreSQL's among them.
- *Mistral* is its engine, scheduler and executor in **one process**, on an SQLite in memory, with messages that never
  leave the process: no RabbitMQ, no database server, no API. That is Mistral at its fastest; a service of it is slower.
- While one side runs, the others stand still (SIGSTOP).
"""

LOST_WHY = """\
Mistral keeps everything in one process and runs an action in a thread of it: a task costs it 20–40 ms. Airflow starts a
process for every task, which loads the DAG file and reports over HTTP. That is the same for every DAG, compiled or not
(*by hand*), and it is what isolates tasks from each other and lets them run on other machines. In a long chain or a
loop of actions that do nothing, that is all there is to see; actions that do something, on OpenStack for example, take
seconds. Mistral's own costs grow with the square of what meets at a join and with the items of a task; it loses
there."""

FASTER_THAN_MISTRAL = {"fan", "layers", "items"}
HAND_LIMIT = 1.1
CALL_LIMIT = 1.0


def section(measured: Iterable[Measured], left_out: Iterable[str] = ()) -> Section:
    """Tables and goals of what was measured; `left_out`: what was not, and why."""
    found = list(measured)
    failures = [f"{one.title}: {failure}" for one in found for failure in one.failures]
    notes = [*left_out, *_given_up(found), *failures]
    return Section([_ratios(found), _figures(found), _notes(found), _lost(found)], list(_goals(found)), notes)


def _given_up(found: list[Measured]) -> Iterator[str]:
    for one in found:
        for side, rounds in one.rounds.items():
            if times := [taken.wall for taken in rounds if taken and not taken.ended]:
                so_far = f"had not ended after {min(times):.0f} s and was given up: it takes longer than that"
                yield f"{one.title}: {SIDES[side]} {so_far}."


def _ratio(one: Measured, below: str, what: str) -> float | None:
    ours, others = one.pairs("ours", below, what)
    return ratio(ours, others) if ours else None


def _ratios(found: list[Measured]) -> Table:
    columns = ["graph", "rounds", "time / by hand", "processor / by hand", "time / Mistral", "processor / Mistral"]
    rows = [
        [one.title, str(len(one.rounds["ours"])),
         *(_ratio(one, side, what) for side in ("hand", "mistral") for what in ("wall", "cpu"))]
        for one in found
    ]  # fmt: skip
    note = "What the compiled workflow takes, divided by what the other side takes: below 1 it is faster."
    return Table("Ratios", note, columns, ["", "", "×", "×", "×", "×"], rows)


def _figures(found: list[Measured]) -> Table:
    columns = ["graph", "side", "time", "least", "most", "processor", "least", "most"]
    rows: list[list[Any]] = []
    for one in found:
        for side, title in SIDES.items():
            wall, cpu = one.figures(side, "wall"), one.figures(side, "cpu")
            if wall:
                rows.append([one.title, title, median(wall), min(wall), max(wall), median(cpu), min(cpu), max(cpu)])
    note = "Medians, and the least and the most of the rounds."
    return Table("Times", note, columns, ["", "", *["s"] * 6], rows)


def _notes(found: list[Measured]) -> Table:
    rows = [[one.title, one.note] for one in found]
    return Table("What was written by hand", "", ["graph", "form"], ["", ""], rows)


def _lost(found: list[Measured]) -> Table:
    rows = [[one.title, wall, _ratio(one, "mistral", "cpu")] for one in found if (wall := _mistral(one)) and wall >= 1]
    return Table("Where Mistral is faster", LOST_WHY, ["graph", "time", "processor"], ["", "×", "×"], rows)


def _mistral(one: Measured) -> float | None:
    return _ratio(one, "mistral", "wall")


def _goals(found: list[Measured]) -> Iterable[Goal]:
    for one in found:
        if one.judged:
            text = f"{one.title}: at most {HAND_LIMIT} times as long as by hand"
            yield Goal(text, _ratio(one, "hand", "wall"), HAND_LIMIT, "×", smaller=True)
    for one in found:
        if one.name in FASTER_THAN_MISTRAL:
            yield Goal(f"{one.title}: faster than Mistral", _mistral(one), 1.0, "×", smaller=True)
    for one in found:
        if one.calls and (wall := one.figures("ours", "wall")):
            text = f"{one.title}: a call takes less than a second"
            yield Goal(text, median(wall) / one.calls, CALL_LIMIT, "s", smaller=True)
