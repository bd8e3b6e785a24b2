"""XComs of a run in Airflow's metadata, as the tasks see them: what the Task SDK wrote is read in the SDK's way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from airflow.models.dagrun import DagRun
from airflow.models.xcom import XComModel
from airflow.sdk.serde import deserialize
from sqlalchemy import select


def read(session: Any, run: DagRun, task_id: str, key: str, map_index: int = -1) -> Any:
    """One XCom; None where there is none."""
    row = session.scalar(_rows(run, key, map_index).where(XComModel.task_id == task_id))
    return _value(row) if row is not None else None


def read_all(session: Any, run: DagRun, key: str) -> Iterator[Any]:
    """The XComs of all tasks of a run under one key."""
    return (_value(row) for row in list(session.scalars(_rows(run, key))))


def write(session: Any, run: DagRun, task_id: str, key: str, value: Any, map_index: int = -1) -> None:
    """Replace an XCom by plain JSON data."""
    XComModel.set(
        key, value, dag_id=run.dag_id, task_id=task_id, run_id=run.run_id, map_index=map_index, serialize=False,
        session=session,
    )  # fmt: skip


def delete(session: Any, run: DagRun, task_ids: set[str], key: str) -> None:
    """Delete the XComs of some tasks under one key."""
    for row in list(session.scalars(_rows(run, key))):
        if row.task_id in task_ids:
            session.delete(row)


def _rows(run: DagRun, key: str, map_index: int = -1) -> Any:
    return select(XComModel).where(
        XComModel.dag_id == run.dag_id,
        XComModel.run_id == run.run_id,
        XComModel.key == key,
        XComModel.map_index == map_index,
    )


def _value(row: XComModel) -> Any:
    return deserialize(row.value)  # the model's own way takes the text "1" for a number
