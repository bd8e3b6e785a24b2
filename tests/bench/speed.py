"""What `mistralc check` costs by itself: a repository in one process, the largest real file, and how it grows."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.bench.environments import child_environment, run_child
from tests.bench.graphs import Graph, chain, mixed
from tests.bench.results import Goal, Section, Table
from tests.bench.starting import MISTRALC
from tests.bench.writers import workflow

SIZES = (10, 30, 100, 300, 1000, 3000, 10000)
LARGEST = "tripleo-common/workbooks/baremetal.yaml"
COLOURS = ("#0b66c3", "#b3261e")


def measure(folder: Path, corpus: Path, quick: bool, plot: Path | None) -> Section:
    """Processor time in a process that has checked something before; the whole corpus from the start of a process."""
    sizes = SIZES[:3] if quick else SIZES
    graphs = {"chain": chain, "stages with error handlers": mixed}
    growth = {
        name: [_first_check(_written(folder, make(size)), folder) for size in sizes] for name, make in graphs.items()
    }
    rows = [
        [f"{size:,}", *(cell for name in graphs for cell in (growth[name][n], growth[name][n] / size * 1000))]
        for n, size in enumerate(sizes)
    ]
    columns = ["tasks", *(title for name in graphs for title in (name, "a task"))]
    tables = [
        Table(
            "How the cost of a check grows",
            "Files never seen before.",
            columns,
            ["", *["ms", "µs"] * len(graphs)],
            rows,
        )
    ]
    if plot:
        plot.write_text(_drawn(sizes, growth), encoding="utf-8")
    slopes = [_slope(sizes, times) for times in growth.values()]
    goals = [Goal("cost grows no faster than size (worst exponent)", max(slopes), 1.1, "exponent", smaller=True)]
    if not (corpus / "MANIFEST.tsv").exists():
        return Section(tables, goals, ["the folder of real workflows (--corpus) is not there"])
    files = sorted(path for path in corpus.rglob("*") if path.suffix in (".yaml", ".yml", ".json"))[
        :: 12 if quick else 1
    ]
    whole = median(_whole(folder, files) for _ in range(1 if quick else 5))
    each = [_check(path, folder, quick) for path in (files[:3] if quick else files)]
    largest = _check(corpus / LARGEST, folder, quick)
    rows = [
        [f"{len(files)} files in one process, from its start (wall time)", whole * 1000],
        ["the median file, warm", median(each)],
        [f"the workbook {LARGEST} ({len((corpus / LARGEST).read_text().splitlines()):,} lines), warm", largest],
    ]
    tables.insert(0, Table("What a check costs", "", ["", "time"], ["", "ms"], rows))
    goals += [
        Goal("the corpus in one process, from its start", whole, 3, "s", smaller=True),
        Goal("the median file, warm", median(each), 5, "ms", smaller=True),
        Goal("the largest real workbook, warm", largest, 100, "ms", smaller=True),
    ]
    return Section(tables, goals)


def _written(folder: Path, graph: Graph) -> Path:
    path = folder / f"{graph.name.replace(' ', '_')}_{len(graph.steps)}.yaml"
    path.write_text(workflow(graph))
    return path


def _check(path: Path, folder: Path, quick: bool) -> float:
    """Milliseconds, the median of several times."""
    case = json.dumps({"path": str(path.resolve())}) + "\n"
    seconds, _ = run_child(sys.executable, "check_ours.py", [], folder, input=case * (2 if quick else 5))
    return median(seconds) * 1000


def _first_check(path: Path, folder: Path) -> float:
    """Milliseconds for a file that was never seen before: caches of texts would flatter the small ones."""
    case = json.dumps({"path": str(path.resolve())}) + "\n"
    runs = [run_child(sys.executable, "check_ours.py", [], folder, input=case)[0] for _ in range(2)]
    return min(seconds[0] for seconds in runs) * 1000


def _whole(folder: Path, files: Sequence[Path]) -> float:
    """Seconds; exit code 1 is right, as some of the files are faulty."""
    start = time.perf_counter()
    command = [sys.executable, "-c", MISTRALC, "check", "--format", "concise", *map(str, files)]
    done = subprocess.run(command, env=child_environment(folder), capture_output=True, check=False, cwd=folder)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode()[-2000:])
    return time.perf_counter() - start


def _slope(sizes: Sequence[int], times: Sequence[float]) -> float:
    """The exponent with which cost grows over the larger sizes: 1 is linear."""
    return math.log(times[-1] / times[-3]) / math.log(sizes[-1] / sizes[-3])


def _drawn(sizes: Sequence[int], growth: Mapping[str, Sequence[float]]) -> str:
    """A picture with both axes logarithmic, in which linear cost is the slope of the dashed line."""
    width, height, left, below = 640, 400, 70, 50
    least, most = 0.1, 10 ** math.ceil(math.log10(max(max(times) for times in growth.values())))

    def x(size: float) -> float:
        return left + (width - left - 20) * math.log(size / sizes[0]) / math.log(sizes[-1] / sizes[0])

    def y(time: float) -> float:
        return height - below - (height - below - 20) * math.log(time / least) / math.log(most / least)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">',
        "<style>text { font-size: 12px }</style>",
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for size in sizes:
        parts.append(f'<text x="{x(size):.0f}" y="{height - below + 18}" text-anchor="middle">{size:,}</text>')
    for power in range(round(math.log10(least)), round(math.log10(most)) + 1):
        at = y(10.0**power)
        parts.append(f'<line x1="{left}" x2="{width - 20}" y1="{at:.0f}" y2="{at:.0f}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{at + 4:.0f}" text-anchor="end">{10.0**power:g} ms</text>')
    first = min(times[0] for times in growth.values())
    end = first * sizes[-1] / sizes[0]
    parts.append(
        f'<line x1="{x(sizes[0]):.0f}" y1="{y(first):.0f}" x2="{x(sizes[-1]):.0f}" y2="{y(end):.0f}" '
        'stroke="#999" stroke-dasharray="4 4"/>'
    )
    for number, (name, times) in enumerate(growth.items()):
        points = " ".join(f"{x(size):.0f},{y(time):.0f}" for size, time in zip(sizes, times, strict=True))
        colour = COLOURS[number]
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{left + 12}" y="{36 + 16 * number}" fill="{colour}">{name}</text>')
    parts.append(f'<text x="{left + 12}" y="{36 + 16 * len(growth)}" fill="#999">linear</text>')
    parts.append(f'<text x="{(width + left) / 2:.0f}" y="{height - 10}" text-anchor="middle">tasks</text></svg>')
    return "\n".join(parts) + "\n"
