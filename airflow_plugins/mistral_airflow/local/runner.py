"""Runs DAGs in one process on the scheduler's own decisions: no scheduler, no executor, no server.

`DagRun.update_state` decides what is due, as in the scheduler; each due task runs through the Task SDK's in-process
supervisor, as in `dag.test()`. This module and `operations` lean on Airflow's internals, no other does.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from mistral_airflow.local.triggers import PATIENCE, Triggers


class LocalRunError(Exception):
    """The run could not be started or did not end in time."""


@dataclass(frozen=True)
class TaskState:
    """One task instance as it is now; times in seconds."""

    task_id: str
    state: str | None
    try_number: int
    seconds: float | None


class _Scheduler:
    """As much of Airflow's scheduler as its sweep over waiting tasks asks for."""

    log = logging.getLogger(__name__)


class LocalRunner:
    """Drives every active run of one metadata database. `mistral_airflow.local.home.prepare` must have been called."""

    def __init__(self) -> None:
        from airflow import settings
        from airflow.models.dagbag import DBDagBag

        session: Any = settings.Session
        self._session = session()
        self._versions = DBDagBag()
        self._dags: dict[str, Any] = {}
        self._triggers = Triggers()

    def warm_up(self) -> None:
        """Build the in-process API that tasks talk to, which takes seconds: else the first task would seem to."""
        import httpx
        from airflow.sdk.execution_time.supervisor import in_process_api_server

        with httpx.Client(transport=in_process_api_server().transport, base_url="http://in-process.invalid") as client:
            client.get("/health")

    def load(self, folder: Path) -> list[str]:
        """Parse and register the DAG files of a folder; their ids. Raises LocalRunError when one does not import."""
        from airflow.dag_processing.bundles.manager import DagBundlesManager
        from airflow.dag_processing.dagbag import BundleDagBag, sync_bag_to_db

        manager: Any = DagBundlesManager
        manager().sync_bundles_to_db(session=self._session)
        self._session.commit()
        bag = BundleDagBag(dag_folder=folder, bundle_path=folder, bundle_name="dags-folder")
        if bag.import_errors:
            raise LocalRunError("\n".join(f"{path}: {error}" for path, error in bag.import_errors.items()))
        sync_bag_to_db(bag, "dags-folder", None)
        self._dags.update(bag.dags)
        return sorted(bag.dags)

    def unload(self) -> None:
        """Forget every DAG that was loaded: no task finds one any more."""
        from airflow.models.dag import DagModel
        from sqlalchemy import update

        self._session.execute(update(DagModel).values(is_stale=True))
        self._session.commit()
        self._dags.clear()

    def start(self, dag_id: str, conf: dict[str, Any], run_id: str) -> Any:
        """Create a run; the DagRun. Raises LocalRunError when Airflow refuses its conf."""
        from airflow.api.common.trigger_dag import trigger_dag
        from airflow.exceptions import ParamValidationError
        from airflow.utils.types import DagRunTriggeredByType, DagRunType

        try:
            run = trigger_dag(
                dag_id=dag_id, run_id=run_id, conf=conf, run_type=DagRunType.MANUAL,
                triggered_by=DagRunTriggeredByType.TEST, session=self._session,
            )  # fmt: skip
        except ParamValidationError as error:
            raise LocalRunError(str(error)) from None
        self._session.commit()
        return run

    @property
    def session(self) -> Any:
        """The session on the metadata database, for whoever operates on a run between two drives."""
        return self._session

    def drive(
        self, run: Any, timeout: float, watch: Callable[[list[TaskState]], None] | None = None,
        until: Callable[[], bool] | None = None,
    ) -> str:  # fmt: skip
        """Run whatever is due until `run` ends; its state: success, failed, or `running` when it waits for a person.

        `watch` is called after every change; `until` decides in place of the end of `run`. Raises LocalRunError after
        `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        while True:
            progress = [self._step(active, watch) for active in self.active()]
            self._session.expire_all()
            if until() if until else run.state in ("success", "failed"):
                return str(run.state)
            if not any(progress) and not self._time_passes():
                return "running"
            if time.monotonic() > deadline:
                raise LocalRunError(f"{run.dag_id}: not done after {timeout:g} s")

    def _time_passes(self) -> bool:
        """Resume the tasks whose triggers fired or whose patience has ended; False when nothing can come of waiting."""
        from airflow.models.taskinstance import TaskInstance
        from airflow.models.trigger import handle_event_submit

        self._triggers.keep({str(ti_id) for ti_id in self._session.scalars(self._deferred())})
        may_fire, fired = self._triggers.may_fire_alone, self._triggers.events()
        for ti_id, event in fired:
            ti = self._session.get(TaskInstance, UUID(ti_id))
            if ti is not None and ti.state == "deferred":
                handle_event_submit(event, task_instance=ti, session=self._session)
        self._session.commit()
        return bool(fired) or may_fire or self._patience_ends() or self._retry_is_due()

    @staticmethod
    def _deferred() -> Any:
        from airflow.models.taskinstance import TaskInstance
        from sqlalchemy import select

        return select(TaskInstance.id).where(TaskInstance.state == "deferred")

    def _retry_is_due(self) -> bool:
        """Let time pass where Airflow has planned another try of a task; whether it has."""
        from airflow.models.taskinstance import TaskInstance
        from sqlalchemy import func, select

        query = select(func.count()).select_from(TaskInstance).where(TaskInstance.state == "up_for_retry")
        planned = bool(self._session.scalar(query))
        if planned:
            time.sleep(PATIENCE)
        return planned

    def _patience_ends(self) -> bool:
        """Resume the tasks that were told to wait for a person so long and no longer; whether there are any."""
        from airflow.jobs.scheduler_job_runner import SchedulerJobRunner
        from airflow.models.taskinstance import TaskInstance
        from sqlalchemy import select

        query = select(TaskInstance.trigger_timeout).where(
            TaskInstance.state == "awaiting_input", TaskInstance.trigger_timeout.is_not(None)
        )
        waiting = list(self._session.scalars(query))
        if waiting:
            time.sleep(PATIENCE)
            runner: Any = SchedulerJobRunner
            runner.check_awaiting_input_timeouts(_Scheduler(), session=self._session)
            self._session.commit()
        return bool(waiting)

    def active(self) -> list[Any]:
        """The runs that have not ended."""
        from airflow.models.dagrun import DagRun
        from sqlalchemy import select

        self._session.expire_all()
        query = select(DagRun).where(DagRun.state.in_(["queued", "running"])).order_by(DagRun.id)
        return list(self._session.scalars(query))

    def _step(self, run: Any, watch: Callable[[list[TaskState]], None] | None) -> bool:
        """One round of scheduling for one run, and everything that is due in it; whether anything happened."""
        before = [(run.state, *self.task_states(run))]
        self._schedule(run)
        if watch:
            watch(list(self.task_states(run)))
        ready = [ti for ti in run.get_task_instances(session=self._session) if ti.state == "scheduled"]
        order = list(run.dag.task_dict)
        for ti in sorted(ready, key=lambda ti: order.index(ti.task_id)):
            if watch:
                watch([replace(s, state="running") if s.task_id == ti.task_id else s for s in self.task_states(run)])
            self._execute(ti)
        return before != [(run.state, *self.task_states(run))]

    def schedule(self) -> None:
        """Decide what is due in every run, and run nothing yet: as Mistral, which creates tasks before it runs them."""
        for run in self.active():
            self._schedule(run)

    def _schedule(self, run: Any) -> None:
        run.dag = self._versions.get_dag_for_run(run, session=self._session)
        if run.state == "queued":
            from airflow.sdk import timezone
            from airflow.utils.sqlalchemy import prohibit_commit

            guarded: Any = prohibit_commit
            with guarded(self._session) as guard:  # as in the scheduler: whoever is told must not commit
                run.state = "running"
                run.start_date = timezone.utcnow()
                run.notify_dagrun_state_changed("started")
                guard.commit()
        due, _ = run.update_state(session=self._session)
        run.schedule_tis(due, session=self._session)
        self._session.commit()
        self._session.expire_all()  # schedule_tis writes past the session's objects

    def _execute(self, ti: Any) -> None:
        from airflow.sdk._shared.module_loading import import_string
        from airflow.sdk.api.datamodels._generated import TaskInstance as SdkTaskInstance
        from airflow.sdk.execution_time.supervisor import run_task_in_process
        from airflow.sdk.serde import deserialize

        ti.set_state("queued", session=self._session)
        self._session.commit()
        described = SdkTaskInstance(
            id=UUID(str(ti.id)), task_id=ti.task_id, dag_id=ti.dag_id, run_id=ti.run_id, try_number=ti.try_number,
            map_index=ti.map_index, dag_version_id=UUID(str(ti.dag_version_id)),
        )  # fmt: skip
        ended: Any = run_task_in_process(ti=described, task=self._dags[ti.dag_id].task_dict[ti.task_id])
        self._session.expire_all()
        if ended.state == "deferred":
            arguments: Any = deserialize(ended.msg.trigger_kwargs)
            self._triggers.add(str(ti.id), import_string(ended.msg.classpath)(**arguments))

    # What came of it

    def task_states(self, run: Any) -> Iterator[TaskState]:
        """The task instances of a run, in the order they were written."""
        order = list(self._dags[run.dag_id].task_dict)
        instances = sorted(run.get_task_instances(session=self._session), key=lambda ti: order.index(ti.task_id))
        for ti in instances:
            yield TaskState(ti.task_id, str(ti.state) if ti.state else None, ti.try_number, ti.duration)

    def xcom(self, run: Any, task_id: str, key: str) -> Any:
        """One XCom of a run, None where there is none."""
        from mistral_airflow.operations import xcoms

        return xcoms.read(self._session, run, task_id, key)

    def run(self, dag_id: str, run_id: str) -> Any:
        """A run that was started here."""
        from airflow.models.dagrun import DagRun
        from sqlalchemy import select

        return self._session.scalars(select(DagRun).where(DagRun.dag_id == dag_id, DagRun.run_id == run_id)).one()

    def variable(self, key: str) -> str | None:
        """The text of an Airflow Variable, None where there is none."""
        from airflow.configuration import ensure_secrets_loaded

        found = (backend.get_variable(key) for backend in ensure_secrets_loaded())
        return next((text for text in found if text is not None), None)

    def dag(self, dag_id: str) -> Any:
        """The DAG as its file defines it."""
        return self._dags[dag_id]

    @contextmanager
    def forgotten(self) -> Iterator[None]:
        """End every run that is still active when the block is left: the next one starts alone."""
        try:
            yield
        finally:
            self._session.rollback()
            self._triggers.forget()
            for run in self.active():
                run.state = "failed"
            self._session.commit()
