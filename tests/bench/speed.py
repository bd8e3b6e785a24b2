"""What `mistralc check` costs by itself: a repository in one process, each of its files, the largest of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.bench.environments import child_environment, run_child
from tests.bench.results import Goal, Section, Table
from tests.bench.starting import MISTRALC

TIMES = 5
LARGEST = "tripleo-common/workbooks/baremetal.yaml"


def measure(folder: Path, corpus: Path, quick: bool) -> Section:
    """Processor time in a process that has checked something before; the whole corpus from the start of a process."""
    if not (corpus / "MANIFEST.tsv").exists():
        return Section([], [], ["the folder of real workflows (--corpus) is not there"])
    every = sorted(path for path in corpus.resolve().rglob("*") if path.suffix in (".yaml", ".yml", ".json"))
    files = every[:: 12 if quick else 1]
    whole = [_whole(folder, files) for _ in range(1 if quick else 5)]
    wall, used = (median(seconds) for seconds in zip(*whole, strict=True))
    each = _warm(files, folder)
    (largest,) = _warm([corpus / LARGEST], folder)
    rows = [
        [f"{len(files)} files in one process, from its start", wall * 1000],
        ["the same in processor time", used * 1000],
        ["the median file, warm", median(each)],
        [f"the workbook {LARGEST} ({len((corpus / LARGEST).read_text().splitlines()):,} lines), warm", largest],
    ]
    table = Table("What a check costs", "Processor time but for the first row.", ["", "time"], ["", "ms"], rows)
    goals = [
        Goal("the corpus in one process, from its start", wall, 3, "s", smaller=True),
        Goal("the median file, warm", median(each), 5, "ms", smaller=True),
        Goal("the largest real workbook, warm", largest, 100, "ms", smaller=True),
    ]
    return Section([table], goals)


def _warm(files: Sequence[Path], folder: Path) -> list[float]:
    """Milliseconds a file, the median of several times in one process."""
    cases = [json.dumps({"path": str(path.resolve())}) + "\n" for path in files]
    seconds, _ = run_child(sys.executable, "check_ours.py", [], folder, input="".join(case * TIMES for case in cases))
    return [median(seconds[n : n + TIMES]) * 1000 for n in range(0, len(seconds), TIMES)]


def _whole(folder: Path, files: Sequence[Path]) -> tuple[float, float]:
    """Seconds by the clock and of the processor; exit code 1 is right, as some of the files are faulty."""
    start, before = time.perf_counter(), os.times()
    command = [sys.executable, "-c", MISTRALC, "check", "--format", "concise", *map(str, files)]
    done = subprocess.run(command, env=child_environment(folder), capture_output=True, check=False, cwd=folder)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode()[-2000:])
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - start, used
