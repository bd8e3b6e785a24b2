"""python -m tests.conformance.scheduler [CASES] [--database URL] [--only TEXT]: cases on a real Airflow, and compare.

The cases are deployed together, as one DAG folder, and a few run at a time.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mistral_airflow.local.server import AirflowServer
from tests.conformance.runs.case import Case, load
from tests.conformance.scheduler.naming import renamed

SAMPLED = Path(__file__).parents[1] / "runs" / "sampled"


@dataclass(frozen=True)
class Deployed:
    """A case, and the DAG that its workflow became."""

    case: Case
    dag_id: str


def main() -> int:
    """Exit code 1 when a case is wrong."""
    options = _options()
    cases = [case for case in load(options.cases) if options.only in case.id]
    with tempfile.TemporaryDirectory(prefix="mistralc-scheduler-") as home:
        dags = Path(home) / "dags"
        dags.mkdir()
        server = AirflowServer(dags, Path(home), database=options.database)
        os.environ.update(server.environment)  # before Airflow is imported here
        deployed = list(_deploy(cases, dags))
        print(f"{len(deployed)} of {len(cases)} cases can share one Airflow", flush=True)
        with server:
            server.wait_for_dags([each.dag_id for each in deployed], timeout=300)
            verdicts = _run(deployed, dags, options.threads)
    totals = Counter(verdict.verdict for verdict in verdicts)
    features = {feature for each in deployed for feature in each.case.features}
    print(f"\n{len(verdicts)} cases with {len(features)} features: " + ", ".join(f"{n} {v}" for v, n in totals.items()))
    return 1 if totals["wrong"] or not verdicts else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path, nargs="?", default=SAMPLED)
    parser.add_argument("--database", metavar="URL", help="SQLAlchemy URL; embedded SQLite without it")
    parser.add_argument("--only", default="", metavar="TEXT", help="only cases with TEXT in their id")
    parser.add_argument("--threads", type=int, default=6, help="how many cases run at a time")
    return parser.parse_args()


def _deploy(cases: Sequence[Case], dags: Path) -> Iterator[Deployed]:
    """Compile the cases that can be renamed and need nothing patched into the process of a task."""
    from tests.conformance.runs.replay import compiled

    for number, case in enumerate(cases):
        if case.data.get("mock_actions") or case.data.get("config") or case.environments or case.phase != "run":
            continue
        own = renamed(case, number)
        if own is None:
            continue
        outputs = {output.workflow: output for output in compiled(own).outputs}
        if own.data["workflow"] not in outputs:
            continue
        for output in outputs.values():
            (dags / output.name).write_text(output.text, encoding="utf-8")
        yield Deployed(own, Path(outputs[own.data["workflow"]].name).stem)


def _run(deployed: Sequence[Deployed], dags: Path, threads: int) -> list[Any]:
    from airflow.dag_processing.dagbag import BundleDagBag

    bag = BundleDagBag(dag_folder=dags, bundle_path=dags, bundle_name="dags-folder").dags
    with ThreadPoolExecutor(threads) as pool:
        verdicts = []
        for verdict, seconds in pool.map(lambda each: _one(each, bag), deployed):
            print(f"{verdict.verdict:<8} {seconds:5.1f} s  {verdict.id}  {verdict.why}", flush=True)
            verdicts.append(verdict)
    return verdicts


def _one(deployed: Deployed, bag: Any) -> tuple[Any, float]:
    from airflow.utils.retries import run_with_db_retries

    from tests.conformance.scheduler.runner import QUIETS

    began = time.monotonic()
    for quiet in QUIETS:
        for attempt in run_with_db_retries():  # as any client does: a database may end a transaction for another one
            with attempt:
                verdict, sure = _judged(deployed, bag, quiet)
        if verdict.verdict != "wrong" or sure:
            break
    return verdict, time.monotonic() - began


def _judged(deployed: Deployed, bag: Any, quiet: float) -> tuple[Any, bool]:
    """The verdict, and whether it rests on what has ended only."""
    from tests.conformance.scheduler.runner import ScheduledRunner

    runner = ScheduledRunner(bag, quiet)
    try:
        return _verdict(deployed, runner), not runner.out_of_patience
    finally:
        runner.session.close()


def _verdict(deployed: Deployed, runner: Any) -> Any:
    from mistral_airflow.local.execution import read_execution, start_execution
    from mistral_airflow.local.runner import LocalRunError
    from tests.conformance.runs import steps
    from tests.conformance.runs.replay import Verdict, judge

    case = deployed.case
    try:
        run = start_execution(runner, deployed.dag_id, case.conf, f"{case.id[:100]}-{uuid.uuid4()}")
        steps.drive(runner, run, case.data.get("steps") or [])
        return judge(case, read_execution(runner, run))
    except LocalRunError as error:
        return Verdict(case.id, "wrong", str(error))


if __name__ == "__main__":
    sys.exit(main())
