"""One real Airflow (scheduler, LocalExecutor, PostgreSQL) that runs compiled and hand-written DAGs in turn."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from mistral_airflow.local.api import DONE, ApiError
from mistral_airflow.local.server import AirflowServer
from mistralc.folder import DagFolder
from mistralc.reading import compile_paths
from tests.bench.running import by_hand, processor
from tests.bench.running.contests import Contest
from tests.bench.running.measure import Failed, Taken
from tests.bench.running.processor import held
from tests.integration import postgres

SETTINGS = {
    "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "3600",  # files do not change: no parsing in between
    "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "3600",
    "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
}
"""Of the server, beside what `local.server` sets; the same for both kinds of DAGs."""

CALM = 1.5
"""Seconds between two measurements."""

LOOKS = 0.3
"""Seconds between two looks at a run; ends are taken from Airflow's own time of them."""


class AirflowSide:
    """A running Airflow with its database; both count."""

    def __init__(self, server: AirflowServer, cluster: postgres.Cluster) -> None:
        self.server = server
        self._cluster = cluster

    def cpu(self) -> float:
        """Processor seconds of everything that belongs to it, so far."""
        return processor.seconds([*self.server.processes(), *self._cluster.processes()])

    def held(self) -> AbstractContextManager[None]:
        """Airflow stands still while the block lasts: another side has the machine.

        Not its keeper, which has to end it if this process is killed meanwhile; nor PostgreSQL, which nobody asks then.
        """
        return held(lambda: {*self.server.processes()} - {self.server.session})

    def idle(self, seconds: float = 5) -> float:
        """Processor seconds that it uses in a second without any work."""
        before, since = self.cpu(), time.monotonic()
        time.sleep(seconds)
        return (self.cpu() - before) / (time.monotonic() - since)

    def compiled(self, contest: Contest, tag: str, limit: float) -> Taken:
        """Run what mistralc made of the contest's workflows; `tag` names the runs."""
        runs = [f"{tag}-{i}" for i in range(contest.executions)]
        taken = self._measure(contest.name, runs, runs, limit)
        if contest.output is not None:
            output = self.server.xcom(contest.name, runs[0], "outcome")
            if output != contest.output:
                raise Failed(f"{contest.name}: its output is {output}, not {contest.output}")
        return taken

    def by_hand(self, contest: Contest, tag: str, limit: float) -> Taken:
        """Run the hand-written DAG."""
        runs = [f"{tag}-{i}" for i in range(contest.executions)]
        last = [by_hand.next_run(run, contest.last) for run in runs]
        return self._measure(contest.hand, runs, last, limit)

    def _measure(self, dag_id: str, runs: Sequence[str], last: Sequence[str], limit: float) -> Taken:
        time.sleep(CALM)
        cpu, since = self.cpu(), time.time()
        for run in runs:
            self.server.trigger(dag_id, run_id=run)
        end = max(self._ends(dag_id, last, since + limit))
        return Taken(end - since, self.cpu() - cpu)

    def _ends(self, dag_id: str, runs: Sequence[str], deadline: float) -> list[float]:
        ends: dict[str, float] = {}
        for run in runs:
            while run not in ends:
                found = self._run(dag_id, run)
                if found and found["state"] in DONE:
                    if found["state"] != "success":
                        raise Failed(f"{dag_id} {run} failed: {self.server.states(dag_id, run)}")
                    ends[run] = datetime.fromisoformat(found["end_date"]).timestamp()
                elif time.time() > deadline:
                    raise Failed(f"{dag_id} {run} has not ended in time: {self.server.states(dag_id, run)}")
                else:
                    time.sleep(LOOKS)
        return list(ends.values())

    def _run(self, dag_id: str, run: str) -> dict[str, Any] | None:
        try:
            return self.server.run(dag_id, run)
        except ApiError as error:
            if error.status == 404:  # of a chain of runs: it has not come to that yet
                return None
            raise


def write(contests: Sequence[Contest], folder: Path) -> list[str]:
    """Write the DAG files of both kinds into `folder`; their DAG ids."""
    sources = folder / "workflows"
    dags = folder / "dags"
    sources.mkdir(parents=True)
    dags.mkdir()
    for contest in contests:
        (dags / f"{contest.hand}.py").write_text(contest.by_hand)
        for number, text in enumerate(contest.workflows):
            (sources / f"{contest.name}_{number}.yaml").write_text(text)
    result = compile_paths([sources])
    if result.failed:
        raise RuntimeError(f"the workflows of the benchmark do not compile: {result.diagnostics}")
    DagFolder(dags).update(result, [sources], dry=False)
    called = [f"{contest.hand}_called" for contest in contests if contest.calls]
    return [Path(output.name).stem for output in result.outputs] + [contest.hand for contest in contests] + called


@contextmanager
def serve(contests: Sequence[Contest], folder: Path) -> Iterator[AirflowSide]:
    """Airflow on the DAGs of `contests`. Raises RuntimeError where there is no PostgreSQL."""
    programs = postgres.binaries()
    if programs is None:
        raise RuntimeError("needs PostgreSQL (Debian: postgresql)")
    ids = write(contests, folder)
    with postgres.Cluster(programs) as cluster:
        database = cluster.database("airflow")
        with AirflowServer(folder / "dags", folder / "home", database=database, settings=SETTINGS) as server:
            server.wait_for_dags(ids)
            yield AirflowSide(server, cluster)
