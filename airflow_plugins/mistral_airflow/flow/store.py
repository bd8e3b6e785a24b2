"""XComs and task states of one run, read and written: the only door between the rules of Mistral and Airflow's API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from airflow.sdk.bases.skipmixin import XCOM_SKIPMIXIN_FOLLOWED, XCOM_SKIPMIXIN_KEY
from airflow.sdk.execution_time.xcom import XCom

from mistral_airflow.flow import children
from mistral_airflow.flow.environment import Place
from mistral_airflow.flow.record import KEY, WORK_KEY, Record


def variable(key: str) -> str | None:
    """The text of an Airflow Variable, None where there is none."""
    from airflow.sdk import Variable

    text: str | None = Variable.get(key, default=None)
    return text


class Store:
    """XComs and states of one run (the current task's without `run`), each read at most once per task process."""

    def __init__(self, ti: Any, run: Sequence[str] | None = None) -> None:
        self._ti = ti
        self.run = tuple(run or (ti.dag_id, ti.run_id))
        self._values: dict[tuple[str, str, str, str], Any] = {}
        self._states: dict[str, str | None] | None = None
        self._ends: dict[str, str] | None = None
        self._own_end: dict[str, str] = {}

    def value(self, place: Place, key: str) -> Any:
        """One XCom, of a task of this run or of a place that says which; None where there is none."""
        dag_id, run_id, task_id = (*self.run, place) if isinstance(place, str) else place
        at = dag_id, run_id, task_id, key
        if at not in self._values:
            self._values[at] = XCom.get_one(key=key, dag_id=dag_id, task_id=task_id, run_id=run_id, map_index=-1)
        return self._values[at]

    def own(self, key: str) -> Any:
        """One XCom of the current task instance, from the process before this one; None where there is none."""
        if self._ti.map_index < 0:
            return self.value(self._ti.task_id, key)
        dag_id, run_id = self.run
        return XCom.get_one(
            key=key, dag_id=dag_id, task_id=self._ti.task_id, run_id=run_id, map_index=self._ti.map_index
        )

    def of_instances(self, task_id: str, key: str) -> list[Any]:
        """That XCom of every instance of a mapped task which has one, in their order."""
        dag_id, run_id = self.run
        return list(XCom.get_all(key=key, dag_id=dag_id, task_id=task_id, run_id=run_id) or ())

    def record(self, task_id: str) -> Record | None:
        """How a task ended; None when it has not ended, or its process died before it could say."""
        data = self.value(task_id, KEY)
        return Record.from_xcom(data) if data is not None else None

    def ends(self) -> Mapping[str, str]:
        """The Airflow state of every task instance of the run that has ended, read once."""
        if self._ends is None:
            self._ends = children.task_ends(self.run)
        return self._ends

    def states(self) -> Mapping[str, str | None]:
        """The Airflow state of every task instance of the run, read once."""
        if self._states is None:
            self._states = children.task_states(self.run)
        return self._states | self._own_end

    def refresh(self) -> None:
        """Forget what may have changed, time having passed: what was not there yet, the work of others, the states."""
        self._values = {at: value for at, value in self._values.items() if value is not None and at[3] != WORK_KEY}
        self._states = self._ends = None

    def ends_well(self, *, alone: bool) -> None:
        """Take the current task for a success: it has written all it has to write.

        `alone`: nobody asks how others ended.
        """
        self._own_end = {self._ti.task_id: "success"}
        self._ends = ({} if alone else dict(self.ends())) | self._own_end

    def write_for(self, task_id: str, key: str, value: Any) -> None:
        """Push an XCom of another task of the run, one that has not started."""
        dag_id, run_id = self.run
        XCom.set(key=key, value=value, dag_id=dag_id, task_id=task_id, run_id=run_id)

    def write(self, key: str, value: Any) -> None:
        """Push an XCom of the current task."""
        self._ti.xcom_push(key, value)
        self._values[*self.run, self._ti.task_id, key] = value

    def follow(self, task_ids: Iterable[str]) -> None:
        """Tell the scheduler which direct successors run; it skips the others, whatever this task's own end."""
        self._ti.xcom_push(XCOM_SKIPMIXIN_KEY, {XCOM_SKIPMIXIN_FOLLOWED: sorted(set(task_ids))})
