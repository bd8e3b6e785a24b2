"""Seed faults, ask every checker that is there, write the table.

    python -m tests.mutation --report docs/checker-mutations.md

Mistral's validator is asked where `.venv-mistral` or $MISTRAL_PYTHON is, Orquesta's where $ORQUESTA_PYTHON is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from mistralc.source import load
from tests.mutation import backup, judge
from tests.mutation.others import Count, Validator, validators
from tests.mutation.source import Mutant, Source
from tests.mutation.table import OURS, Report, Row, page

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "examples", ROOT / "tests" / "mutation", ROOT.parent / "shared" / "corpus")


def main() -> int:
    """Returns 1 when fewer faults are found at the right line than promised."""
    arguments = _arguments()
    folders = [folder for folder in FOLDERS if folder.is_dir()]
    among = judge.sources(folders)
    others = validators()
    kinds = _kinds(among, others, arguments.sites, arguments.seed)
    report = Report(kinds, _backup(others), len(among), arguments.seed, _absent(others))
    if arguments.report:
        arguments.report.write_text(page(report))
    counts = report.total
    for name, count in counts.items():
        print(f"{name}: {count.found} of {count.asked} found, {count.at_line} at the right line")
    return 0 if counts[OURS].at_line >= judge.PROMISED * counts[OURS].asked else 1


def _kinds(among: Sequence[Source], others: Sequence[Validator], sites: int, seed: int) -> list[Row]:
    found = []
    for fault in judge.FAULTS:
        cases = judge.seeded(fault, among, sites, seed)
        ours = judge.judge(fault, cases)
        for case, said in ours.missed:
            where = f"{Path(case.source.document.name).name}:{min(case.mutant.lines, default=0)}"
            print(f"missed: {fault.name} at {where}; said {[(d.code, d.span.line) for d in said]}", file=sys.stderr)
        found.append((fault, cases, Count(ours.seeded, ours.found, ours.at_line)))
    pairs = [(case.source, case.mutant) for _, cases, _ in found for case in cases]
    theirs = {other.name: iter(other.count(pairs)) for other in others}
    rows: list[Row] = []
    for fault, cases, ours_count in found:
        counts = {OURS: ours_count}
        for name, each in theirs.items():
            counts[name] = sum((next(each) for _ in cases), Count())
        rows.append((fault.family, fault.name, counts))
    return rows


def _backup(others: Sequence[Validator]) -> list[Row]:
    source = backup.source()
    mutants = backup.mutants(source)
    theirs: Mapping[str, list[Count]] = {other.name: other.count([(source, m) for m in mutants]) for other in others}
    rows: list[Row] = []
    for place, (fault, mutant) in enumerate(zip(backup.FAULTS, mutants, strict=True)):
        counts = {OURS: _ours(source, mutant), **{name: each[place] for name, each in theirs.items()}}
        rows.append(("", fault[0], counts))
    return rows


def _ours(source: Source, mutant: Mutant) -> Count:
    new = judge.new_since(judge.check(source.document)[1], judge.check(load(mutant.text, source.document.name))[1])
    return Count(1, int(bool(new)), int(any(found.span.line in mutant.lines for found in new)))


def _absent(others: Sequence[Validator]) -> list[str]:
    there = {other.name.split()[0] for other in others}
    return [name for name in ("Mistral", "Orquesta") if name not in there]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--report", type=Path, help="write the table to this file")
    parser.add_argument("--sites", type=int, default=8, help="mutants of each kind (8)")
    parser.add_argument("--seed", type=int, default=1, help="of the choice of sites (1)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
