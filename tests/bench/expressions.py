"""`make bench-expressions`: compiled YAQL beside the yaql library as Mistral calls it and hand-written Python.

All three run in one process, one after the other for each expression. Hand-written Python gives what Mistral gives: a
result of its own, so where the result holds parts of the context these are copied, and it reads the context by plain
subscripts. The yaql library is called as Mistral calls it: each time it parses the expression and converts the context.
Times are CPU time of the thread, the least of many samples, the samples of what is compared taken in turns.
"""

from __future__ import annotations

import argparse
import gc
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import yaql
from yaql.language import factory

import mistralc.expressions.yaql.library  # noqa: F401 - its import must not be measured; it orders yaql's own imports
from mistralc.expressions import evaluate
from mistralc.expressions.yaql.compiler import compiled
from mistralc.expressions.yaql.parser import parse

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
    """Seconds for one evaluation, and the peak of memory over what the result takes.

    `function` is the compiled function without `evaluate`, which finds it by the text.
    """

    expression: str
    library: float | None
    compiled: float
    function: float
    by_hand: float
    memory: float | None
    memory_by_hand: float | None


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


def seconds(functions: Sequence[Callable[[], Any]], budget: float) -> list[float]:
    """The least time of one call of each, from at least five rounds within about the budget for each."""
    calls = [max(1, int(0.002 / max(_timed(function, 1), 1e-7))) for function in functions]
    least = [_timed(function, number) for function, number in zip(functions, calls, strict=True)]
    end = time.perf_counter() + budget * len(functions)
    rounds = 0
    while rounds < 5 or (time.perf_counter() < end and rounds < 50):
        rounds += 1
        for place, function in enumerate(functions):
            least[place] = min(least[place], _timed(function, calls[place]))
    return least


def _timed(function: Callable[[], Any], calls: int) -> float:
    started = time.thread_time()
    for _ in range(calls):
        function()
    return (time.thread_time() - started) / calls


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
    run = compiled(parse(case.expression)).run
    if not evaluate(text, data) == run(data) == by_hand:
        raise AssertionError(case.expression)
    library = library_seconds(case.expression, data, by_hand, budget) if size <= case.library_up_to else None
    forms = (lambda: evaluate(text, data), lambda: run(data), lambda: case.by_hand(data))
    times = seconds(forms, budget)
    return Figures(case.expression, library, *times, peak_over_result(forms[0]), peak_over_result(forms[2]))


def library_seconds(expression: str, data: Any, expected: Any, budget: float) -> float:
    """The time of the library: of one call where that takes longer than the budget."""
    root = yaql.create_context()
    started = time.thread_time()
    result = library_as_mistral_calls_it(root, expression, data)
    once = time.thread_time() - started
    if result != expected:
        raise AssertionError(expression)
    return once if once > budget else seconds([lambda: library_as_mistral_calls_it(root, expression, data)], budget)[0]


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
        "| expression | yaql library | compiled | by hand "
        "| library / compiled | compiled / by hand | function / by hand |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in figures:
        gain = one.library / one.compiled if one.library else None
        lines.append(
            f"| `{one.expression}` | {_time(one.library)} | {_time(one.compiled)} "
            f"| {_time(one.by_hand)} | {_ratio(gain)} | {_ratio(one.compiled / one.by_hand)} "
            f"| {_ratio(one.function / one.by_hand)} |"
        )
    gains = [one.library / one.compiled for one in figures if one.library]
    costs = [one.compiled / one.by_hand for one in figures]
    alone = [one.function / one.by_hand for one in figures]
    lines += [
        "",
        f"Library / compiled: median {_ratio(median(gains))}, least {_ratio(min(gains))}. "
        f"Compiled / by hand: median {_ratio(median(costs))}, most {_ratio(max(costs))}. "
        f"Function / by hand: median {_ratio(median(alone))}, most {_ratio(max(alone))}.",
        "",
    ]
    return "\n".join(lines)


def goals(results: Sequence[tuple[int, Sequence[Figures]]]) -> str:
    """What was to be reached, and whether this run did."""
    lines = ["## Goals, and what this run reached", ""]
    for size, figures in results:
        wanted = 500 if size < 100 else 1_000
        gains = {one.expression: one.library / one.compiled for one in figures if one.library}
        cost = median(one.compiled / one.by_hand for one in figures)
        lines += [
            _goal(
                f"{size:,} servers: at least {wanted:,}× faster than the library", _missed(gains, wanted, least=True)
            ),
            _goal(f"{size:,} servers: never slower than the library", _missed(gains, 1, least=True)),
            _goal(f"{size:,} servers: within 2× of Python by hand in the median", "" if cost <= 2 else _ratio(cost)),
        ]
        ours = {one.expression: one.memory for one in figures if one.memory is not None}
        hand = {one.expression: one.memory_by_hand for one in figures if one.memory_by_hand is not None}
        if ours:
            lines.append(_goal(f"{size:,} servers: memory at most 2× of the result", _missed(ours, 2, least=False)))
            lines.append(f"  - by hand the same limit is passed by: {_missed(hand, 2, least=False) or 'none'}")
    return "\n".join(lines)


def _goal(words: str, missed: str) -> str:
    return f"- {'MISSED' if missed else 'met'}: {words}{f': {missed}' if missed else ''}"


def _missed(values: Mapping[str, float], limit: float, *, least: bool) -> str:
    beyond = {name: value for name, value in values.items() if (value < limit if least else value > limit)}
    return ", ".join(f"`{name}` ({_ratio(value)})" for name, value in beyond.items())


INTRODUCTION = """# Benchmark of YAQL expressions

Written by `make bench-expressions` from one real run in one process: CPU time, the least of many samples, taken in
turns. Trust the ratios, not the times. Each time has about 0.04 µs of the measuring loop in it.

- **yaql library**: as Mistral calls it, with its options: parse, convert the context, evaluate, convert the result.
- **compiled**: `mistralc.expressions.evaluate` of the text in its marks, the compiled function being in its cache (as
  it is from the second evaluation on).
- **function / by hand**: the compiled function called without `evaluate`, as the Python by hand is. The difference is
  the call of `evaluate` and its lookup of the text, 0.05 µs whatever the expression.
- **by hand**: Python a programmer would write for this very context, without any check of types; where the result holds
  parts of the context these are copied, as Mistral does. It knows what the compiled code has to find out: that every
  server is a dict, that `ram` is a number and no bool, which entries are lists.
- – : not measured, to keep the run short: the library takes seconds (`orderBy` of 10,000: half a minute).
"""

WHY = """
Why what is missed is missed:

- Beside by hand: one check of a type costs as much as one subscript. Compiled code checks each value it takes a member
  of, compares or gives back, because a list, a bool or a dict of another class has another meaning in YAQL; by hand
  nothing is checked. Expressions of one or two steps have, besides, the lookup of their text.
- Beside the library: dicts that are the result are copied entry by entry, each looked at, as anything can be in them;
  and what takes a member of each item of a list is little work for the library, too.
- Memory of `orderBy`: Python's own sort holds the items, their keys and room for merging, each as large as the result,
  which is a list of texts that are there already. No sort of Python's takes less: by hand the limit is passed as well.
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
        DOCUMENT.write_text("\n".join([INTRODUCTION, *tables, goals(results), WHY]).rstrip() + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
