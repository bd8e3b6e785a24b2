"""How the cost of a check grows with the size of a file: of sound files, and of those that ask most."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.bench.environments import run_child
from tests.bench.graphs import chain, mixed
from tests.bench.results import Goal, Section, Table
from tests.bench.writers import workflow

SIZES = (10, 30, 100, 300, 1000, 3000, 10000)
COLOURS = ("#0b66c3", "#b3261e", "#2e7d32", "#8e24aa", "#e07b00", "#00838f")


def _task(number: int, lines: Sequence[str] = (), name: str = "task") -> list[str]:
    return [f"    {name}_{number}:", "      action: std.echo output=<% $.x %>", *(f"      {line}" for line in lines)]


def _written(tasks: Sequence[Sequence[str]], outputs: Sequence[str] = ()) -> str:
    output = ["  output:", *(f"    {name}: <% $.{name} %>" for name in outputs)] if outputs else []
    head = ["version: '2.0'", "", "measured:", "  input: [x]", *output, "  tasks:"]
    return "\n".join([*head, *(line for task in tasks for line in task)]) + "\n"


def outputs_of_a_chain(size: int) -> str:
    """Every task publishes a variable that is an output."""
    following = [[f"on-success: task_{n + 1}"] if n + 1 < size else [] for n in range(size)]
    tasks = [_task(n, [f"publish: {{v{n}: <% task().result %>}}", *following[n]]) for n in range(size)]
    return _written(tasks, [f"v{n}" for n in range(size)])


def outputs_of_side_branches(size: int) -> str:
    """The same, published by a task beside the chain for every second one."""
    tasks = []
    for n in range(size // 2):
        following = f"on-success: [side_{n}{f', task_{n + 1}' if n + 1 < size // 2 else ''}]"
        tasks += [_task(n, [following]), _task(n, [f"publish: {{v{n}: <% task().result %>}}"], "side")]
    return _written(tasks, [f"v{n}" for n in range(size // 2)])


def misspelt_tasks(size: int) -> str:
    """Every transition leads to a misspelt name."""
    return _written([_task(n, [f"on-success: tsak_{n + 1}"]) for n in range(size - 1)] + [_task(size - 1)])


def misspelt_variables(size: int) -> str:
    """Every task reads a misspelt variable of the one before it."""
    tasks = []
    for n in range(size):
        lines = [f"publish: {{value_{n}: <% $.vaule_{n - 1} %>}}"] if n else ["publish: {value_0: 1}"]
        tasks.append(_task(n, [*lines, *([f"on-success: task_{n + 1}"] if n + 1 < size else [])]))
    return _written(tasks)


FILES: Mapping[str, Callable[[int], str]] = {
    "chain": lambda size: workflow(chain(size)),
    "stages with error handlers": lambda size: workflow(mixed(size)),
    "an output a task": outputs_of_a_chain,
    "outputs of side branches": outputs_of_side_branches,
    "misspelt tasks": misspelt_tasks,
    "misspelt variables": misspelt_variables,
}


def measure(folder: Path, quick: bool, plot: Path | None) -> Section:
    """Processor time in a process that has checked something before, but not this."""
    sizes = SIZES[:3] if quick else SIZES
    growth = {
        name: [_first_check(_file(folder, make(size)), folder, 2 if size <= 1000 else 1) for size in sizes]
        for name, make in FILES.items()
    }
    slopes = {name: _slope(sizes, times) for name, times in growth.items()}
    columns = ["", *(f"{size:,} tasks" for size in sizes), f"exponent from {sizes[-3]:,} to {sizes[-1]:,}"]
    table = Table(
        "How the cost of a check grows",
        "Files never seen before, processor time; to 1,000 tasks the less of two. An exponent of 1 is linear.",
        columns,
        ["", *["ms"] * len(sizes), "exponent"],
        [[name, *times, slopes[name]] for name, times in growth.items()],
    )
    if plot:
        plot.write_text(_drawn(sizes, growth), encoding="utf-8")
    sound = max(slopes[name] for name in list(FILES)[:2])
    goals = [
        Goal("cost grows no faster than size (sound files: the worst exponent)", sound, 1.1, "exponent", smaller=True),
        Goal("the same, of outputs and misspelt names by the thousand", max(slopes.values()), 1.25, "exponent", True),
    ]
    return Section([table], goals)


def _file(folder: Path, text: str) -> Path:
    path = folder / "growing.yaml"
    path.write_text(text)
    return path


def _first_check(path: Path, folder: Path, times: int) -> float:
    """Milliseconds for a file that was never seen before: caches of texts would flatter the small ones."""
    case = json.dumps({"path": str(path.resolve())}) + "\n"
    runs = [run_child(sys.executable, "check_ours.py", [], folder, input=case)[0] for _ in range(times)]
    return min(seconds[0] for seconds in runs) * 1000


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
