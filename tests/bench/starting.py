"""How long a user waits for the command itself."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tests.bench.environments import child_environment
from tests.bench.graphs import chain
from tests.bench.results import Goal, Section, Table
from tests.bench.writers import workflow

MISTRALC = "from mistralc.cli import main; main()"


def measure(folder: Path, quick: bool) -> Section:
    """Wall time of whole processes, in turn."""
    file = folder / "one_file.yaml"
    file.write_text(workflow(chain(10)))
    commands = {
        "an empty Python program": ["-c", "pass"],
        "mistralc --help": ["-c", MISTRALC, "--help"],
        "mistralc check FILE (10 tasks)": ["-c", MISTRALC, "check", str(file)],
        "mistralc compile FILE (10 tasks)": ["-c", MISTRALC, "compile", str(file), "-o", str(folder / "dags")],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(4 if quick else 16):
        for name, arguments in commands.items():
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, *arguments], env=child_environment(folder), capture_output=True, check=True, cwd=folder
            )
            if turn:  # the first turn fills the caches of the disk and writes bytecode
                times[name].append((time.perf_counter() - start) * 1000)
    rows = [[name, median(taken), min(taken), max(taken)] for name, taken in times.items()]
    table = Table(
        "Starting the command",
        "Wall time of whole processes.",
        ["", "median", "least", "most"],
        ["", "ms", "ms", "ms"],
        rows,
    )
    goal = Goal("mistralc --help answers in 300 ms", median(times["mistralc --help"]), 300, "ms", smaller=True)
    return Section([table], [goal])
