"""Runs that belong together: a run, the runs that its tasks started, and the run whose task started it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from airflow.models.dagrun import DagRun
from sqlalchemy import select

from mistral_airflow.flow.record import WORK_KEY
from mistral_airflow.flow.start import RESERVED
from mistral_airflow.operations import xcoms

ACTIVE = ("queued", "running")


def find(session: Any, dag_id: str, run_id: str) -> DagRun | None:
    """The run, locked until the transaction ends: the scheduler decides nothing about it in the meantime."""
    session.flush()
    query = select(DagRun).where(DagRun.dag_id == dag_id, DagRun.run_id == run_id).with_for_update(of=DagRun)
    found: DagRun | None = session.scalar(query)
    return found


def parent(session: Any, run: DagRun) -> tuple[DagRun, str] | None:
    """The run whose task started this one, and that task's id."""
    caller = _reserved(run).get("parent")
    above = find(session, caller["dag_id"], caller["run_id"]) if caller else None
    return (above, caller["task_id"]) if above and caller else None


def starter(session: Any, run: DagRun) -> tuple[DagRun, str] | None:
    """The run and the id of the task in it that started this one, to wait for it; None for one that a person did."""
    if not is_region(run):
        return parent(session, run)
    region = _reserved(run)["region"]
    owner = find(session, *region["owner"])
    return (owner, region["by"]) if owner else None


def is_region(run: DagRun) -> bool:
    """Whether the run is one activation of a region of another workflow's."""
    return "region" in _reserved(run)


def root(session: Any, run: DagRun) -> DagRun:
    """The run that a person started, of which this one is a part."""
    higher = above(session, run)
    return root(session, higher) if higher else run


def above(session: Any, run: DagRun) -> DagRun | None:
    """The run that this one is a part of."""
    if is_region(run):
        return find(session, *_reserved(run)["region"]["owner"])
    found = parent(session, run)
    return found[0] if found else None


def children(session: Any, run: DagRun) -> Iterator[DagRun]:
    """The runs that tasks of `run` wait for, or waited for, since each of those tasks last began."""
    for work in xcoms.read_all(session, run, WORK_KEY):
        for dag_id, run_id in runs_of(work):
            found = find(session, dag_id, run_id)
            if found:
                yield found


def runs_of(work: Any) -> list[list[str]]:
    """The runs named in what a task that waits keeps of its work."""
    return [slot["run"] for slot in work.get("slots", ()) if slot["run"]] + list(work.get("open", {}).values())


def tree(session: Any, run: DagRun) -> Iterator[DagRun]:
    """A run and all runs below it."""
    yield run
    for child in children(session, run):
        yield from tree(session, child)


def activations(session: Any, run: DagRun) -> Iterator[DagRun]:
    """The runs of regions that tasks of `run` have activated, those that have ended first."""
    for work in xcoms.read_all(session, run, WORK_KEY):
        for dag_id, run_id in (*work.get("summary", {}).get("runs", ()), *work.get("open", {}).values()):
            found = find(session, dag_id, run_id)
            if found:
                yield found


def _reserved(run: DagRun) -> dict[str, Any]:
    return (run.conf or {}).get(RESERVED) or {}
