"""Regions: parts of a workflow that may run more than once in one run. Each is a DAG beside that of the workflow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from airflow.sdk import DAG

from mistral_airflow.operators.base import MistralOperator
from mistral_airflow.operators.links import StartedRuns
from mistral_airflow.operators.routes import Route

_owners: dict[str, DAG] = {}


def region(owner: DAG, entry: str) -> DAG:
    """The DAG of the region of `owner` that begins with the task `entry`; one run of it is one activation."""
    dag = DAG(
        dag_id=region_id(owner.dag_id, entry),
        dag_display_name=f"{owner.dag_display_name}: from {entry}",
        description=f"A part of {owner.dag_display_name} that may run more than once in one run; not to be triggered.",
        schedule=None,
        is_paused_upon_creation=False,
        max_active_runs=owner.max_active_runs,
        tags=["mistral-region"],
    )
    _owners[dag.dag_id] = owner
    return dag


def region_id(owner_id: str, entry: str) -> str:
    """The DAG id of a region."""
    from mistralc.identifiers import airflow_id

    return airflow_id(f"{owner_id}..{entry}")


def owner_of(dag: DAG) -> DAG | None:
    """The DAG of the workflow that a region belongs to; None for one that is no region."""
    return _owners.get(dag.dag_id)


class ActivationOperator(MistralOperator):
    """A transition to a task that may run more than once: it activates the region that the task begins.

    Where the task is a join, this one waits in its place for what leads there the first time.

    An activation may lead to others, of the same region (a loop) or of another one; this task ends when all have ended.

    :param entry: the task, by its name in the workflow.
    :param join: that of the task.
    :param exits: {"task -> join": task id of the gate}: the joins of this DAG that tasks of regions lead to.
    :param publishes: whether a task of the regions can publish to the branch.
    :param global_names: variables that tasks of the regions can publish globally.
    :param can_end_run: whether a transition in the regions is an engine command that ends the run.
    """

    mistral_kind = "activation"
    operator_extra_links = (StartedRuns(),)
    inherits_from_skipmixin = True
    _can_skip_downstream = True
    ui_color = "#e4e4f5"

    def __init__(
        self,
        *,
        entry: str,
        join: str | int | None = None,
        exits: dict[str, str] | None = None,
        publishes: bool = False,
        global_names: Sequence[str] = (),
        can_end_run: bool = False,
        name: str | None = None,
        trigger_rule: str = "none_skipped",
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("task_display_name", entry)
        self._build(trigger_rule=trigger_rule, **kwargs)
        self.name = entry
        self.entry = entry
        self.join = join
        self.exits = exits or {}
        self.publishes = publishes
        self.global_names = frozenset(global_names)
        self.can_end_run = can_end_run
        self.routes: tuple[Route, ...] = ()

    @property
    def custom_operator_name(self) -> str:
        """What the UI shows below the task's name."""
        return f"runs of {region_id(self.dag.dag_id, self.entry)}"

    @property
    def crash_routes(self) -> list[Route]:
        """Nothing follows when the process dies; Airflow starts it again, and it finds its runs."""
        return []

    @property
    def crash_targets(self) -> frozenset[str]:
        """See `crash_routes`."""
        return frozenset()

    def execute(self, context: Any) -> None:
        """Activate the region and wait for all that follows. Raises AirflowFailException for an unhandled error."""
        from mistral_airflow.flow.activation import ActivationRun

        ActivationRun(self, context).execute()

    def resume(self, context: Any, progress: dict[str, Any], event: Any = None) -> None:
        """Airflow's entry when an activation has ended."""
        from mistral_airflow.flow.activation import ActivationRun

        ActivationRun(self, context).resume()


class ExitOperator(MistralOperator):
    """A transition that leaves a region. The scheduler ends it, in no process; the activation's summary tells of it."""

    mistral_kind = "exit"
    custom_operator_name = "leads out"
    _is_empty = True
    ui_color = "#e8f0fe"

    def __init__(self, *, target: str, name: str | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("task_display_name", f"→ {target}")
        self._build(trigger_rule="none_skipped", **kwargs)
        self.name = target

    def execute(self, context: Any) -> None:
        """Never called: the scheduler ends this task itself."""


class RegionOutcomeOperator(MistralOperator):
    """The end of an activation: what it leads to, what failed in it, what it published."""

    mistral_kind = "outcome"
    custom_operator_name = "what follows"
    ui_color = "#dfe7f5"

    def __init__(self, *, name: str | None = None, **kwargs: Any) -> None:
        self._build(trigger_rule="all_done", **kwargs)

    def execute(self, context: Any) -> None:
        """Store the summary. Raises AirflowFailException when a task failed unhandled."""
        from mistral_airflow.flow.activation import summarize

        summarize(self, context)

    def told(self, run: Any) -> dict[str, Any] | None:
        """Its XComs, for the last task of the activation to write; None when a task failed unhandled."""
        from mistral_airflow.flow.activation import success

        return success(run)
