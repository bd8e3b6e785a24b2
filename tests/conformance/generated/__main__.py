"""python -m tests.conformance.generated FIRST LAST --oracle FOLDER: fresh workflows, both ways, compared.

The workflows of these seeds, run by the real engine (twice) and by us. What differs is shrunk and printed. Exit code 1
when something differs that no rule allows. `--keep` writes every case with its answers; some are kept in
../runs/recorded/generated.jsonl (`runs.compact`), which runs without an engine.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from mistralc.compilation import Sources
from mistralc.source import load
from tests.conformance.generated import shrink
from tests.conformance.generated.generator import Generator
from tests.conformance.generated.judge import Judge
from tests.conformance.runs.case import Case


def main() -> int:
    """Compare, shrink, count."""
    options = _options()
    counts: Counter[str] = Counter()
    differing: list[dict[str, Any]] = []
    with Judge(options.oracle) as judge:
        for case, refused in _answered(judge, options.first, options.last):
            verdict, why = ("refused", refused) if refused else _compared(judge, case)
            counts[verdict] += 1
            print(f"{verdict:<10} {case['id']}{'  ' + why if why else ''}", flush=True)
            if verdict == "wrong":
                differing.append(case)
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{case['id']}.json").write_text(json.dumps(case), encoding="utf-8")
        for case in differing:
            print(f"\n{case['id']}, shrunk:")
            small = shrink.shrink_case(case, judge, options.seconds)
            print("does not differ when run again" if small is None else shrink.shown(*small), flush=True)
    print(f"\n{options.last - options.first} generated workflows: {', '.join(f'{n} {v}' for v, n in counts.items())}")
    return 1 if differing else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int)
    parser.add_argument("--oracle", type=Path, required=True, metavar="FOLDER", help="with oracle.py and its .venv")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    parser.add_argument("--seconds", type=float, default=shrink.SECONDS, help="for shrinking one case")
    return parser.parse_args()


def _answered(judge: Judge, first: int, last: int) -> Iterator[tuple[dict[str, Any], str]]:
    """Each case with the engine's answers, or with why we refuse it. The engine is one case ahead of us."""
    cases = [(case := Generator(seed).case(), _refused(case)) for seed in range(first, last)]
    with ThreadPoolExecutor(1) as engine:
        answers = [engine.submit(judge.answered, case) for case, refused in cases if not refused]
        answered = iter(answers)
        for case, refused in cases:
            yield (case if refused else next(answered).result()), refused


def _refused(case: dict[str, Any]) -> str:
    sources = Sources()
    for kind, name, text in Case(Path("generated"), case).definitions:
        sources.add(load(text, name), Path(name), kind)  # type: ignore[arg-type]
    made = sources.compile()
    return next((f"{d.code}: {d.message}" for d in made.diagnostics if d.severity.name == "ERROR"), "")


def _compared(judge: Judge, case: dict[str, Any]) -> tuple[str, str]:
    found = judge.verdict(case)
    return str(found.verdict), str(found.why)


if __name__ == "__main__":
    sys.exit(main())
