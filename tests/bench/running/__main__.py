"""`python -m tests.bench.running` (`make bench-run`): run graphs on three sides in turn, print, write the page.

Measurements are kept graph by graph, so that a call with `--graphs` renews some and the page has all.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from rich.console import Console

from tests.bench import environments, report
from tests.bench.environments import ROOT
from tests.bench.running import airflow_side, kept, mistral_side, page
from tests.bench.running.airflow_side import AirflowSide
from tests.bench.running.contests import CONTESTS, Contest, chain
from tests.bench.running.kept import Measured
from tests.bench.running.measure import Failed, Taken
from tests.bench.running.mistral_side import MistralSide

KEPT = ROOT / "build" / "bench-run.json"
LIMIT = 240.0
"""Seconds after which a run is given up."""

PATIENCE, SHORTEST = 4, 60.0
"""Mistral is given up when it takes so many times as long as we do, and so many seconds."""


def main() -> int:
    """Exit code 0: measured; a goal missed is a finding, not a failure. 1: a run failed."""
    options = _options()
    signal.signal(signal.SIGTERM, _stop)  # so that what was started is ended
    contests = [_contest(name, options.scale) for name in options.graphs]
    mistral = environments.mistral(offline=options.offline)
    measured = _measure(contests, mistral, options.rounds, time.monotonic() + options.minutes * 60)
    failed = any(one.failures for one in measured.values())
    everything = {**kept.load(options.kept), **measured}
    everything = {name: everything[name] for name in CONTESTS if name in everything}
    kept.save(options.kept, everything)
    versions = environments.versions(sys.executable, ["apache-airflow"])
    if mistral:
        versions |= environments.versions(mistral.python, ["mistral"])
    sections = [page.section(everything.values(), [] if mistral else [f"Mistral: {mistral.missing}"])]
    report.print_report(Console(width=None if sys.stdout.isatty() else 150), sections)
    if options.markdown:
        text = report.markdown(sections, versions, page.TITLE, page.ABOUT)
        options.markdown.write_text(text, encoding="utf-8")
    return int(failed)


def _measure(
    contests: Sequence[Contest], mistral: environments.Environment, rounds: int, deadline: float
) -> dict[str, Measured]:
    measured = {one.name: Measured(one.name, one.title, one.note, one.calls, one.judged) for one in contests}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mistralc-bench-")))
        engine = stack.enter_context(mistral_side.engine(mistral, contests)) if mistral else None
        _say("starting Airflow")
        warm = chain(3, "warm")
        airflow = stack.enter_context(airflow_side.serve([warm, *contests], folder))
        _say(f"Airflow uses {airflow.idle():.2f} processor seconds a second when it has nothing to do")
        airflow.compiled(warm, "warm", LIMIT)  # the first tasks of a server take longer than all others
        airflow.by_hand(warm, "warm", LIMIT)
        for number in range(rounds):
            for contest in contests:
                _round(contest, measured[contest.name], airflow, engine, number, deadline)
    return {name: one for name, one in measured.items() if one.rounds["ours"]}


def _round(
    contest: Contest, into: Measured, airflow: AirflowSide, engine: MistralSide | None, number: int, deadline: float
) -> None:
    """One run on each side; nothing when what is left of the time is shorter than the round before was."""
    before = sum(taken.wall for taken in (rounds[-1] for rounds in into.rounds.values() if rounds) if taken)
    if time.monotonic() + before > deadline:
        _say(f"{contest.name}: no time for round {number + 1}")
        return
    tag = f"round-{number}"
    ours = _taken(into, "compiled", lambda: airflow.compiled(contest, tag, LIMIT))
    into.rounds["ours"].append(ours)
    into.rounds["hand"].append(_taken(into, "by hand", lambda: airflow.by_hand(contest, tag, LIMIT)))
    if engine is None:
        into.rounds["mistral"].append(None)
        return
    patience = min(LIMIT, max(SHORTEST, PATIENCE * ours.wall)) if ours else LIMIT
    with airflow.held():
        into.rounds["mistral"].append(_taken(into, "Mistral", lambda: engine.run(contest, patience)))


def _taken(into: Measured, side: str, run: Callable[[], Taken]) -> Taken | None:
    try:
        taken = run()
    except Failed as failure:
        into.failures.append(f"{side}: {failure}")
        _say(f"{into.name}: {side}: {failure}")
        return None
    end = "" if taken.ended else ", given up"
    _say(f"{into.name}: {side}: {taken.wall:.1f} s, processor {taken.cpu:.1f} s{end}")
    return taken


def _contest(name: str, scale: float) -> Contest:
    make, size = CONTESTS[name]
    return make(max(2, round(size * scale)))


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.running", description=__doc__)
    parser.add_argument("--graphs", nargs="+", choices=list(CONTESTS), default=list(CONTESTS), metavar="GRAPH")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each graph on each side")
    parser.add_argument("--minutes", type=float, default=25, help="begin no round that would end later")
    parser.add_argument("--scale", type=float, default=1, help="graphs that much larger or smaller")
    parser.add_argument("--kept", type=Path, default=KEPT, metavar="FILE", help="where measurements are kept")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the page docs/benchmarks-run.md")
    parser.add_argument("--offline", action="store_true", help="without Mistral where it is not set up yet")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
