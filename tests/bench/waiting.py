"""200 tasks that wait for a server, held by one triggerer: its memory, its processor time, who resumes.

`python -m tests.bench.waiting` (`make bench-waiting`); the cloud is the one that OS_CLOUD names. The tasks are written
to the metadata database as they are when they have deferred; Airflow's own triggerer does the rest. Nothing else runs:
no scheduler, no worker.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from mistral_airflow.local.home import prepare

DAG = """\
from airflow.sdk import DAG
from mistral_airflow.sensors.openstack import ServerStatusSensor

with DAG("waits", schedule=None):
    for number in range({waits}):
        ServerStatusSensor(task_id=f"wait_{{number}}", server="{server}", status="SHUTOFF")
"""
DELAY = 5
"""Seconds between two looks of a wait."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waits", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60, help="how long the steady state is watched")
    given = parser.parse_args()
    with _server() as (compute, server), tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        (Path(folder) / "dags/waits.py").write_text(DAG.format(waits=given.waits, server=server.id))
        with _triggerer(Path(folder)) as triggerer:
            time.sleep(15)  # it has started and waits for work
            idle = _memory(triggerer)
            _defer(Path(folder), server.id)
            _until(lambda: _held() == given.waits)
            time.sleep(2 * DELAY)  # every wait has looked at least once
            print(f"{given.waits} waits, a look every {DELAY} s each, one triggerer:")
            _watch(triggerer, idle, given.seconds, given.waits)
            started = time.monotonic()
            compute.stop_server(server)
            _until(lambda: _resumed() == given.waits)
            print(f"all resumed {time.monotonic() - started:.1f} s after the server was told to stop")
            print(f"worker slots taken meanwhile: {_running()}")


def _watch(triggerer: psutil.Process, idle: float, seconds: float, waits: int) -> None:
    before, since = _cpu(triggerer), time.monotonic()
    time.sleep(seconds)
    share = (_cpu(triggerer) - before) / (time.monotonic() - since)
    held = _memory(triggerer)
    print(f"memory: {held:.0f} MiB, {held - idle:.0f} MiB more than without waits")
    print(f"processor: {share:.0%} of one core, {share / (waits / DELAY) * 1000:.1f} ms a look")
    print(f"threads: {sum(p.num_threads() for p in _family(triggerer))}, sockets: {_sockets(triggerer)}")


@contextmanager
def _server() -> Iterator[tuple[Any, Any]]:
    """A server that is ACTIVE, on a ground of its own."""
    import openstack

    from tests.e2e.project import ground

    with ground(openstack.connect()) as project:
        yield project.connection.compute, project.server("waited-for")


@contextmanager
def _triggerer(home: Path) -> Iterator[psutil.Process]:
    with (home / "triggerer.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "airflow", "triggerer", "--capacity", "1000"], stdout=log, stderr=log,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _defer(home: Path, server: str) -> None:
    """Write a run whose tasks have all deferred."""
    from airflow import settings
    from airflow.models.trigger import Trigger

    from mistral_airflow.flow.polling import Poll
    from mistral_airflow.local.runner import LocalRunner
    from mistral_airflow.triggers.poll import PollTrigger

    runner = LocalRunner()
    runner.load(home / "dags")
    run = runner.start("waits", {}, "bench")
    session: Any = settings.Session()
    for number, ti in enumerate(run.get_task_instances(session=session)):
        moment = time.time() + DELAY * (number % 100) / 100
        retry = {"count": 10**6, "delay": DELAY, "continue_on": "<% task().result.status != SHUTOFF %>"}
        poll = Poll(ti.task_id, "nova.servers_get", {"server": server}, retry, 0, moment)
        ti.trigger = Trigger.from_object(PollTrigger(poll.to_json()))
        ti.state, ti.next_method, ti.next_kwargs = "deferred", "finish", {}
    session.commit()


def _count(**conditions: Any) -> int:
    from airflow import settings
    from airflow.models.taskinstance import TaskInstance
    from sqlalchemy import func, select

    session: Any = settings.Session()
    try:
        query = select(func.count()).select_from(TaskInstance).filter_by(**conditions)
        return int(session.scalar(query))
    finally:
        session.rollback()


def _held() -> int:
    from airflow import settings
    from airflow.models.trigger import Trigger
    from sqlalchemy import func, select

    session: Any = settings.Session()
    try:
        return int(session.scalar(select(func.count()).select_from(Trigger).where(Trigger.triggerer_id.is_not(None))))
    finally:
        session.rollback()


def _resumed() -> int:
    return _count(state="scheduled")


def _running() -> int:
    return _count(state="running") + _count(state="queued")


def _until(happened: Any, patience: float = 180) -> None:
    end = time.monotonic() + patience
    while not happened():
        if time.monotonic() > end:
            raise SystemExit("it did not happen in time")
        time.sleep(0.5)


def _family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _memory(process: psutil.Process) -> float:
    """MiB that are its own: what is shared between processes is counted once."""
    return sum(float(p.memory_full_info().pss) for p in _family(process)) / 2**20


def _cpu(process: psutil.Process) -> float:
    return sum(sum(p.cpu_times()[:2]) for p in _family(process))


def _sockets(process: psutil.Process) -> int:
    return sum(len(p.net_connections("tcp")) for p in _family(process))


if __name__ == "__main__":
    main()
