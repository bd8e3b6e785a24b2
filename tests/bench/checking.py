"""`mistralc check` beside Mistral's own validator over a folder of real workflows."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.environments import Environment, run_child
from tests.bench.results import Goal, Section, Table

KINDS = {"workbook": "workbook", "workbook-actions-only": "workbook", "adhoc-actions": "actions"}
"""How Mistral's caller names the kind of a file, which it does not see by itself; the rest are workflows."""


def measure(folder: Path, corpus: Path, every: int, environment: Environment) -> Section:
    """Each file once in one process a validator, which has checked something else before; both in turn."""
    if not (corpus / "MANIFEST.tsv").exists():
        return Section([], [], ["mistralc check over real workflows: the folder of workflows (--corpus) is not there"])
    files = list(_files(corpus))[::every]
    cases = "".join(json.dumps(case) + "\n" for case in files)
    runs = {"mistralc check": [run_child(sys.executable, "check_ours.py", [], folder, input=cases)]}
    if environment:
        for name, flags in (
            ("Mistral's validator", []),
            ("the same, its schemas not checked again and again", ["--trust-schemas"]),
        ):
            runs[name] = [run_child(environment.python, "check_mistral.py", flags, folder, input=cases)]
            runs["mistralc check"].append(run_child(sys.executable, "check_ours.py", [], folder, input=cases))
    ours = [median(seconds) for seconds in zip(*(found for found, _ in runs["mistralc check"]), strict=True)]
    whole = median(used for _, used in runs["mistralc check"])
    rows: list[list[object]] = [["mistralc check", median(ours) * 1000, 1.0, sum(ours), 1.0, whole, 1.0]]
    figure = None
    for name in list(runs)[1:]:
        ((theirs, used),) = runs[name]
        each = median(their / our for their, our in zip(theirs, ours, strict=True))
        figure = figure or sum(theirs) / sum(ours)
        rows.append([name, median(theirs) * 1000, each, sum(theirs), sum(theirs) / sum(ours), used, used / whole])
    table = Table(
        f"Checking {len(files)} real workflow files beside Mistral's validator",
        ("" if every == 1 else f"Each {every}th file of the corpus. ")
        + "Processor time. The first ratio is the median of the ratios file by file, the second that of the sums, the "
        "third that of whole processes, with the start of Python and all imports. Mistral's validator spends most of "
        "its time on checking its own constant schemas against their meta-schema, for every object of a file; the "
        "last row is a validator that does not, which is not how Mistral runs.",
        ["", "median file", "ratio", "all files", "ratio", "whole process", "ratio"],
        ["", "ms", "×", "s", "×", "s", "×"],
        rows,
    )
    goal = Goal("mistralc check is 100 times as fast as Mistral's validator (sum of files)", figure, 100, "×")
    return Section([table], [goal], [] if environment else [f"Mistral's validator: {environment.missing}"])


def _files(corpus: Path) -> Iterator[dict[str, str]]:
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t"):
            path = corpus / row["repo"].split("/")[-1] / row["path"]
            there = path if path.is_file() else next(corpus.glob(f"*/{row['path']}"))
            kind = KINDS.get(row["kind"].removeprefix("embedded:"), "workflow")
            yield {"path": str(there.resolve()), "kind": kind}
