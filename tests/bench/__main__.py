"""`python -m tests.bench`: measure everything, print tables and goals. Sets up what it compares with by itself."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from tests.bench import checking, dag_files, environments, growth, report, speed, starting, typing_latency
from tests.bench.results import Section

CORPUS = environments.ROOT.parent / "shared" / "corpus"
PARTS = ("start", "load")
PARTS_OF_CHECKING = ("check", "speed", "growth", "typing")


def main(parts: Sequence[str] = PARTS, title: str = "Benchmarks", about: str = report.ABOUT) -> int:
    """Exit code 0: measured; a goal missed is a finding, not a failure."""
    options = _options(parts)
    console = Console(width=None if sys.stdout.isatty() else 130)
    with_load, with_check = "load" in options.only, "check" in options.only
    bench = environments.factory(offline=options.offline) if with_load else environments.Environment()
    mistral = environments.mistral(offline=options.offline) if with_check else environments.Environment()
    with tempfile.TemporaryDirectory(prefix="mistralc-bench-") as name:
        folder = Path(name)
        measurements: dict[str, Callable[[], Section]] = {
            "start": lambda: starting.measure(folder, options.quick),
            "load": lambda: dag_files.measure(folder, options.quick, bench),
            "check": lambda: checking.measure(folder, options.corpus, 12 if options.quick else options.every, mistral),
            "speed": lambda: speed.measure(folder, options.corpus, options.quick),
            "growth": lambda: growth.measure(folder, options.quick, options.plot),
            "typing": lambda: typing_latency.measure(folder, options.corpus, options.quick),
        }
        sections = []
        for part in parts:
            if part in options.only:
                print(f"measuring: {part}", file=sys.stderr)
                sections.append(measurements[part]())
    versions = (
        environments.versions(bench.python or sys.executable, ["apache-airflow", "dag-factory"]) if with_load else {}
    )
    if mistral:
        versions |= environments.versions(mistral.python, ["mistral"])
    report.print_report(console, sections)
    if options.json:
        options.json.write_text(json.dumps(report.as_object(sections, versions), indent=2) + "\n", encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(report.markdown(sections, versions, title, about), encoding="utf-8")
    return 0


def _options(parts: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the page")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw how the cost of a check grows, as SVG")
    parser.add_argument(
        "--corpus", type=Path, default=CORPUS, metavar="FOLDER", help="workflow files with a MANIFEST.tsv"
    )
    parser.add_argument(
        "--every",
        type=int,
        default=1,
        metavar="N",
        help="beside Mistral's validator, take each Nth file (all take 5 min)",
    )
    parser.add_argument("--only", nargs="+", choices=parts, default=parts, help="measure only these")
    parser.add_argument("--offline", action="store_true", help="compare only with what is already set up")
    parser.add_argument("--quick", action="store_true", help="few rounds: does it work at all?")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
