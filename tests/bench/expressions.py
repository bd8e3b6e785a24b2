"""`make bench-expressions`: compiled YAQL beside the yaql library as Mistral calls it and hand-written Python.

All three run in one process, one after the other for each expression. Hand-written Python gives what Mistral gives: a
result of its own, so where the result holds parts of the context these are copied, and it reads the context by plain
subscripts. The yaql library is called as Mistral calls it: each time it parses the expression and converts the context.
"""

from __future__ import annotations

import argparse
import gc
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import yaql
from yaql.language import factory

import mistralc.expressions.yaql.library  # noqa: F401 - its import must not be measured; it orders yaql's own imports
from mistralc.expressions import evaluate

DOCUMENT = Path(__file__).parents[2] / "docs" / "expressions-benchmark.md"
SIZES = (5, 10_000, 100_000)
_ENGINE = factory.YaqlFactory(keyword_operator="=>", allow_delegates=False)
_OPTIONS = {
    "yaql.limitIterators": -1,
    "yaql.memoryQuota": -1,
    "yaql.convertTuplesToLists": True,
    "yaql.convertSetsToLists": False,
    "yaql.iterableDicts": False,
    "yaql.convertOutputData": True,
}


@dataclass(frozen=True)
class Case:
    """An expression and the same in Python; with how many servers the library may take part."""

    expression: str
    by_hand: Callable[[Any], Any]
    library_up_to: int = 100


@dataclass(frozen=True)
class Figures:
    """Seconds for one evaluation, and bytes for the peak of compiled code over that of its result."""

    expression: str
    library: float | None
    compiled: float
    by_hand: float
    memory: float | None


def _sum_of_tags(context: Any) -> int:
    return sum(len(server["tags"]) for server in context["servers"])


def _groups(context: Any) -> list[Any]:
    groups: dict[Any, list[Any]] = {}
    for server in context["servers"]:
        groups.setdefault(server["zone"], []).append(server["name"])
    return [[zone, names] for zone, names in groups.items()]


def _distinct(context: Any) -> list[Any]:
    return list(dict.fromkeys([server["zone"] for server in context["servers"]]))


CASES = (
    Case("$.name", lambda c: c["name"], 10_000),
    Case("$.a.b.c", lambda c: c["a"]["b"]["c"], 100_000),
    Case("$.count + 1", lambda c: c["count"] + 1),
    Case("$.count > 3 and $.name = demo", lambda c: c["count"] > 3 and c["name"] == "demo"),
    Case("$.a.get(missing, 7)", lambda c: c["a"].get("missing", 7)),
    Case("concat($.name, '-', str($.count))", lambda c: c["name"] + "-" + str(c["count"])),
    Case("switch($.count > 9 => big, true => small)", lambda c: "big" if c["count"] > 9 else "small"),
    Case("coalesce($.nothing, $.name)", lambda c: c["name"] if c["nothing"] is None else c["nothing"]),
    Case("let(n => $.count) -> $n * $n", lambda c: (lambda n: n * n)(c["count"])),
    Case("dict(name => $.name, n => $.count)", lambda c: {"name": c["name"], "n": c["count"]}),
    Case("$.text.split(',').len()", lambda c: len(c["text"].split(","))),
    Case("$.servers.len()", lambda c: len(c["servers"]), 10_000),
    Case("$.servers[0].name", lambda c: c["servers"][0]["name"]),
    Case("$.servers.name", lambda c: [s["name"] for s in c["servers"]], 10_000),
    Case(
        "$.servers.where($.ram > 4).select($.name)",
        lambda c: [s["name"] for s in c["servers"] if s["ram"] > 4],
        100_000,
    ),
    Case("$.servers.where($.zone = z1).len()", lambda c: sum(1 for s in c["servers"] if s["zone"] == "z1"), 10_000),
    Case("$.servers.select($.ram).sum()", lambda c: sum([s["ram"] for s in c["servers"]]), 10_000),
    Case("$.servers.any($.ram > 9999)", lambda c: any(s["ram"] > 9999 for s in c["servers"])),
    Case("$.servers.toDict($.name, $.ram)", lambda c: {s["name"]: s["ram"] for s in c["servers"]}, 10_000),
    Case("$.servers.groupBy($.zone, $.name)", _groups, 10_000),
    Case("$.servers.select($.zone).distinct()", _distinct),
    Case("$.servers.select($.name).join(',')", lambda c: ",".join([s["name"] for s in c["servers"]])),
    Case("$.servers.select({name => $.name, big => $.ram > 4})",
         lambda c: [{"name": s["name"], "big": s["ram"] > 4} for s in c["servers"]]),
    Case("$.servers.where($.ram > 4)",
         lambda c: [{**s, "tags": s["tags"][:]} for s in c["servers"] if s["ram"] > 4]),
    Case("$.servers.select($.tags.len()).sum()", _sum_of_tags),
    Case("$.servers.orderBy($.ram).select($.name)",
         lambda c: [s["name"] for s in sorted(c["servers"], key=lambda s: s["ram"])]),
)  # fmt: skip


def context(size: int) -> dict[str, Any]:
    """A context with a list of so many servers."""
    return {
        "name": "demo",
        "count": 7,
        "nothing": None,
        "text": "a,b,c,d",
        "a": {"b": {"c": 1}},
        "servers": [
            {"name": f"server-{n}", "ram": n * 7919 % 64, "zone": f"z{n % 5}", "tags": ["a", "b"][: n % 3]}
            for n in range(size)
        ],
    }


def library_as_mistral_calls_it(root: Any, expression: str, data: Any) -> Any:
    engine = _ENGINE_MADE
    scope = root.create_child_context()
    return engine(expression).evaluate(data=data, context=scope)


_ENGINE_MADE = _ENGINE.create(options=_OPTIONS)


def seconds(function: Callable[[], Any], budget: float) -> float:
    """The median time of one call, from at least three samples within about the budget."""
    started = time.perf_counter()
    function()
    once = time.perf_counter() - started
    if once > budget:
        return once
    calls = max(1, int(0.002 / max(once, 1e-7)))
    samples: list[float] = []
    end = time.perf_counter() + budget
    while len(samples) < 3 or (time.perf_counter() < end and len(samples) < 50):
        started = time.perf_counter()
        for _ in range(calls):
            function()
        samples.append((time.perf_counter() - started) / calls)
    return median(samples)


def peak_over_result(function: Callable[[], Any]) -> float | None:
    """The peak of memory while it runs, over what its result takes (None for results under 10 kB)."""
    gc.collect()
    tracemalloc.start()
    result = function()
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del result
    return peak / kept if kept > 10_000 else None


def measured(case: Case, data: Any, size: int, budget: float) -> Figures:
    """The figures of one expression; the three results must be equal."""
    text = f"<% {case.expression} %>"
    by_hand = case.by_hand(data)
    if evaluate(text, data) != by_hand:
        raise AssertionError(case.expression)
    library = library_seconds(case.expression, data, by_hand, budget) if size <= case.library_up_to else None
    return Figures(
        case.expression,
        library,
        seconds(lambda: evaluate(text, data), budget),
        seconds(lambda: case.by_hand(data), budget),
        peak_over_result(lambda: evaluate(text, data)),
    )


def library_seconds(expression: str, data: Any, expected: Any, budget: float) -> float:
    """The time of the library: of one call where that takes longer than the budget."""
    root = yaql.create_context()
    started = time.perf_counter()
    result = library_as_mistral_calls_it(root, expression, data)
    once = time.perf_counter() - started
    if result != expected:
        raise AssertionError(expression)
    return once if once > budget else seconds(lambda: library_as_mistral_calls_it(root, expression, data), budget)


def _time(value: float | None) -> str:
    if value is None:
        return "–"
    for factor, unit in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if value * factor >= 1 or unit == "µs":
            return f"{value * factor:.3g} {unit}"
    raise AssertionError


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}×" if value >= 10 else f"{value:.2g}×"


def table(size: int, figures: Sequence[Figures]) -> str:
    """One table of the document."""
    lines = [
        f"## {size:,} servers in the context",
        "",
        "| expression | yaql library | compiled | by hand | library / compiled | compiled / by hand |",
        "|---|---|---|---|---|---|",
    ]
    for one in figures:
        gain = one.library / one.compiled if one.library else None
        lines.append(
            f"| `{one.expression}` | {_time(one.library)} | {_time(one.compiled)} "
            f"| {_time(one.by_hand)} | {_ratio(gain)} | {_ratio(one.compiled / one.by_hand)} |"
        )
    gains = [one.library / one.compiled for one in figures if one.library]
    costs = [one.compiled / one.by_hand for one in figures]
    memory = [one.memory for one in figures if one.memory]
    lines += [
        "",
        f"Library / compiled: median {_ratio(median(gains))}, least {_ratio(min(gains))}. "
        f"Compiled / by hand: median {_ratio(median(costs))}, most {_ratio(max(costs))}."
        + (f" Peak of memory over result: median {median(memory):.2f}, most {max(memory):.2f}." if memory else ""),
        "",
    ]
    return "\n".join(lines)


def goals(results: Sequence[tuple[int, Sequence[Figures]]]) -> str:
    """What was to be reached, and whether this run did."""
    lines = ["## Goals and what this run reached", ""]
    for size, figures in results:
        gains = [one.library / one.compiled for one in figures if one.library]
        costs = [one.compiled / one.by_hand for one in figures]
        wanted = 500 if size < 100 else 1_000
        lines.append(
            f"- {size:,} servers: {sum(gain >= wanted for gain in gains)} of {len(gains)} are at least {wanted:,}× "
            f"faster than the library, {sum(gain < 1 for gain in gains)} slower; {sum(cost <= 2 for cost in costs)} of "
            f"{len(costs)} are within 2× of Python by hand (the goal is the median)."
        )
    return "\n".join(lines)


INTRODUCTION = """# Benchmark of YAQL expressions

Written by `make bench-expressions` from one real run; medians of repeated calls in one process. Trust the ratios, not
the times.

- **yaql library**: as Mistral calls it, with its options: parse, convert the context, evaluate, convert the result.
- **compiled**: `mistralc.expressions.evaluate` of the text in its marks, the compiled function being in its cache (as
  it is from the second evaluation on). About 0.4 µs of it are the call and the lookup, whatever the expression.
- **by hand**: Python a programmer would write for this very context, without any check of types; where the result holds
  parts of the context these are copied, as Mistral does.
- – : not measured, to keep the run short: the library takes seconds (`orderBy` of 10,000: half a minute).
"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small lists only, nothing is written")
    quick: bool = parser.parse_args(arguments).quick
    tables: list[str] = []
    results: list[tuple[int, Sequence[Figures]]] = []
    for size in SIZES[:1] if quick else SIZES:
        data = context(size)
        figures = [measured(case, data, size, 0.02 if quick else 0.1) for case in CASES]
        results.append((size, figures))
        tables.append(table(size, figures))
        print(tables[-1], flush=True)
    if not quick:
        DOCUMENT.write_text("\n".join([INTRODUCTION, *tables, goals(results)]).rstrip() + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
