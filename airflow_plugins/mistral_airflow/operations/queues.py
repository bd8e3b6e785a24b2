"""The queue of a task whose `target` is an expression: evaluated before the task runs, over input and environment.

Until then the expression stands in the place of the queue. One that fails leaves the task in the default queue, where
its own process finds the same fault and ends the run, as in Mistral.
"""

from __future__ import annotations

import logging
from typing import Any

from airflow.configuration import conf
from airflow.models.dagbag import DBDagBag
from airflow.models.dagrun import DagRun
from airflow.models.variable import Variable
from sqlalchemy import select
from sqlalchemy.orm import object_session

from mistral_airflow.flow.start import RESERVED, called_by_task, read_env
from mistralc import expressions

LOG = logging.getLogger(__name__)


def choose(instance: Any, run: DagRun) -> None:
    """Put a task instance whose queue is an expression into the queue it names. Leaves the commit to the caller."""
    text = instance.queue
    if not (text and expressions.is_expression(text)):
        return
    queue: Any = None
    try:
        queue = expressions.evaluate(text, _inputs(run), _Environment(run))
    except Exception:
        LOG.warning("The target %r of %s.%s is in no queue", text, run.dag_id, instance.task_id, exc_info=True)
    instance.queue = queue if isinstance(queue, str) and queue else conf.get("operators", "default_queue")


def _inputs(run: DagRun) -> dict[str, Any]:
    """The input of the run of the workflow: what was given, over the defaults that its DAG holds."""
    given = {name: value for name, value in (run.conf or {}).items() if name != RESERVED}
    session: Any = object_session(run)
    whole: Any = run
    region = ((run.conf or {}).get(RESERVED) or {}).get("region")
    if region:
        dag_id, run_id = region["owner"]
        whole = session.scalar(select(DagRun).where(DagRun.dag_id == dag_id, DagRun.run_id == run_id))
    dag: Any = whole.dag or DBDagBag(load_op_links=False).get_dag_for_run(whole, session=session)
    return {**dag.params.dump(), **given}


class _Environment(expressions.NoFunctions):
    """`env()` of a run."""

    def __init__(self, run: DagRun) -> None:
        self._run = run

    def env(self) -> Any:
        """The environment of the root. Raises StartRefused."""
        reserved = (self._run.conf or {}).get(RESERVED) or {}
        if called_by_task(self._run.conf or {}):
            return reserved["root"]["env"]
        return read_env(reserved, self._stored)

    def _stored(self, key: str) -> str | None:
        """A Variable in Airflow's database: here no other backend may be asked."""
        session: Any = object_session(self._run)
        found = session.scalar(select(Variable).where(Variable.key == key))
        return found.val if found else None
