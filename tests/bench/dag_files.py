"""The import time of generated DAG files beside the same graph written by hand and in dag-factory's YAML."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.bench.environments import Environment, run_child
from tests.bench.graphs import GRAPHS, SIZES, Graph, mixed
from tests.bench.results import Goal, Section, Table, ratio
from tests.bench.writers import FORMS, write

ROUNDS = {10: 25, 100: 15, 500: 7}
FIRST_ROUNDS = 3

HEADS = (
    (
        "Loading a DAG file",
        "Processor time of executing the module in a process that has imported what it needs: what the DAG processor "
        "and every task process pay. A ratio is the other form's time over that of the generated file.",
    ),
    (
        "Loading and serializing a DAG",
        "With Airflow's serialization, which the DAG processor adds. Every edge into a join is an Airflow task of its "
        "own in a generated DAG.",
    ),
    (
        "The first DAG file of a process",
        "In a new process that has imported nothing but `airflow.sdk`: with the libraries that the file imports.",
    ),
    ("A process that loads one DAG file", "From the start of Python, with the import of Airflow."),
)

Samples = dict[str, list[float]]
"""Form → one figure a round; the rounds of all forms belong together."""


def measure(folder: Path, quick: bool, environment: Environment) -> Section:
    """Load each file many times in a warm process, and the mixed graphs in new processes."""
    python = environment.python or sys.executable
    figures: list[list[list[object]]] = [[] for _ in HEADS]
    loading, serializing, first, process = figures
    hand, factory = [], []
    for size in SIZES[:2] if quick else SIZES:
        for graph in (make(size) for make in GRAPHS):
            files = write(graph, folder / f"{graph.name}-{size}".replace(" ", "_"), factory=bool(environment))
            loaded, both = _paired(python, files, 3 if quick else ROUNDS[size])
            loading.append(_row(graph, loaded))
            serializing.append(_row(graph, both))
            hand.append(min(ratio(loaded[form], loaded["generated"]) for form in ("operator", "python")))
            if environment:
                factory.append(ratio(loaded["factory"], loaded["generated"]))
        graph = mixed(size)
        files = {form: folder / f"{graph.name}-{size}".replace(" ", "_") / path.name for form, path in files.items()}
        alone, whole = _first(python, files, 1 if quick else FIRST_ROUNDS)
        first.append(_row(graph, alone))
        process.append(_row(graph, whole))
    columns, units = _columns()
    tables = [Table(*head, columns, units, rows) for head, rows in zip(HEADS, figures, strict=True)]
    goals = [
        Goal("a generated DAG file loads no slower than a hand-written one (worst case)", min(hand), 1, "×"),
        Goal("and 4 times as fast as with dag-factory (worst case)", min(factory, default=None), 4, "×"),
    ]
    return Section(tables, goals, [] if environment else [f"dag-factory: {environment.missing}"])


def _paired(python: str, files: dict[str, Path], rounds: int) -> tuple[Samples, Samples]:
    folder = next(iter(files.values())).parent
    arguments = ["paired", str(rounds), *map(str, files.values())]
    found, _ = run_child(python, "dag_file.py", arguments, folder, paths=[folder])
    return _by_form(files, found["loading"]), _by_form(files, found["serializing"])


def _by_form(files: dict[str, Path], rounds: Sequence[Sequence[float]]) -> Samples:
    return {form: [turn[index] for turn in rounds] for index, form in enumerate(files)}


def _first(python: str, files: dict[str, Path], rounds: int) -> tuple[Samples, Samples]:
    alone: Samples = {form: [] for form in files}
    whole: Samples = {form: [] for form in files}
    for _ in range(rounds):
        for form, path in files.items():
            found, _ = run_child(python, "dag_file.py", ["first", str(path)], path.parent, paths=[path.parent])
            alone[form].append(found["file"])
            whole[form].append(found["process"])
    return alone, whole


def _columns() -> tuple[list[str], list[str]]:
    columns, units = ["graph", "tasks", FORMS["generated"]], ["", "", "ms"]
    for form in ("operator", "python", "factory"):
        columns += [FORMS[form], "ratio"]
        units += ["ms", "×"]
    return columns, units


def _row(graph: Graph, samples: Samples) -> list[object]:
    row: list[object] = [graph.name, len(graph.steps), median(samples["generated"])]
    for form in ("operator", "python", "factory"):
        there = samples.get(form)
        row += [median(there), ratio(there, samples["generated"])] if there else [None, None]
    return row
