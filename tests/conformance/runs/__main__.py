"""python -m tests.conformance.runs CASES [--json FILE] [--workers N] [--only TEXT] [--map-items]: replay cases."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from tests.conformance.runs.case import Case, load
from tests.conformance.runs.pool import replayed
from tests.conformance.runs.replay import Verdict

HERE = Path(__file__).parent
DEVIATIONS = HERE / "deviations.toml"
FLOOR = HERE / "floor.json"
VERDICTS = ("passed", "wrong", "unsupported", "deviation")


def main() -> int:
    """Exit code 1 when a case is wrong, or, over the recorded folder, fewer pass than the floor."""
    options = _options()
    cases = [case for case in load(options.cases) if options.only in case.id]
    if options.map_items:  # the others would be compiled to the same files again
        cases = [case for case in cases if any("with-items" in text for _, _, text in case.definitions)]
    if not cases:
        print(f"no cases in {options.cases}")
        return 1
    deviations = tomllib.loads(DEVIATIONS.read_text(encoding="utf-8"))
    verdicts = []
    for case, verdict in zip(cases, replayed(cases, options.workers, map_items=options.map_items), strict=True):
        if verdict.verdict == "wrong" and case.id in deviations:
            verdict = Verdict(case.id, "deviation", deviations[case.id])
        verdicts.append(verdict)
        print(f"{verdict.verdict:<11} {case.id}{'  ' + verdict.why if verdict.why else ''}", flush=True)
    totals = Counter(verdict.verdict for verdict in verdicts)
    _print_features(cases, verdicts)
    print(f"\n{len(cases)} cases: " + ", ".join(f"{totals[name]} {name}" for name in VERDICTS))
    if options.json:
        report = {"totals": {name: totals[name] for name in VERDICTS}, "cases": [v.as_json() for v in verdicts]}
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 1 if totals["wrong"] or _below_floor(options, totals["passed"]) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", default="", metavar="TEXT", help="only cases with TEXT in their id")
    parser.add_argument("--map-items", action="store_true", help="cases with with-items, an instance for each item")
    parser.add_argument("--floor", action="store_true", help="fail when fewer cases pass than ever before")
    return parser.parse_args()


def _below_floor(options: argparse.Namespace, passed: int) -> bool:
    """The number of passing cases only rises: a run that passes fewer than `floor.json` says is a failure."""
    floor = json.loads(FLOOR.read_text(encoding="utf-8"))["passed"]
    if not options.floor or passed >= floor:
        return False
    print(f"only {passed} cases pass; the floor is {floor}")
    return True


def _print_features(cases: Sequence[Case], verdicts: Sequence[Verdict]) -> None:
    by_feature: dict[str, Counter[str]] = defaultdict(Counter)
    for case, verdict in zip(cases, verdicts, strict=True):
        for feature in case.features:
            by_feature[feature][verdict.verdict] += 1
    print(f"\n{'feature':<24}" + "".join(f"{name:>13}" for name in VERDICTS))
    for feature, counts in sorted(by_feature.items(), key=lambda item: -sum(item[1].values())):
        print(f"{feature:<24}" + "".join(f"{counts[name] or '':>13}" for name in VERDICTS))


if __name__ == "__main__":
    sys.exit(main())
