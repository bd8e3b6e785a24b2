"""What every operator here is: Airflow's BaseOperator, built in half the time.

The DAG processor and each task process build every operator of a file, and a workflow has one or two operators a task.
What is left out is work that Airflow repeats for every attribute and every arrow. This module knows Airflow's private
names for it, no other does; tests/unit/operators/test_base.py compares the operators with those that Airflow builds.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import timedelta
from typing import Any, Self

from airflow.sdk import BaseOperator
from airflow.sdk.definitions.edges import EdgeModifier
from airflow.sdk.definitions.param import ParamsDict

_CONVERTED = frozenset(name.removeprefix("_convert_") for name in dir(BaseOperator) if name.startswith("_convert_"))
"""The attributes that BaseOperator converts when they are set. It looks for a converter of each of its 60, by name."""

LOST_PROCESSES = 3
"""How often a task is started again whose process was lost. No action runs twice for that: see `flow.memory`."""

STARTED_AGAIN: dict[str, Any] = {"retries": LOST_PROCESSES, "retry_delay": timedelta(seconds=5)}

_CONTAINERS = (list, dict, set, ParamsDict)


class MistralOperator(BaseOperator):
    """A node of a workflow. Subclasses say in `mistral_kind` what it is."""

    mistral_kind: str = ""
    _is_empty: bool = False

    def _build(self, **kwargs: Any) -> None:
        """BaseOperator's constructor, for `__init__` of the subclasses.

        Airflow wraps the constructor of every class to merge in the defaults of the DAG; that of the subclass has done
        it by now for all but `default_args`, which few DAGs have. A site's `default_task_retries` do not count: Mistral
        repeats an action only where it is told to.
        """
        if not self._is_empty:
            kwargs = {**STARTED_AGAIN, **kwargs}
        if kwargs.get("default_args"):
            super().__init__(**kwargs)
        else:
            kwargs.pop("default_args", None)
            BaseOperator.__init__.__wrapped__(self, **kwargs)  # type: ignore[attr-defined]
            self._BaseOperator__init_kwargs.update(kwargs)  # type: ignore[attr-defined]

    def __setattr__(self, key: str, value: Any) -> None:
        """Set what needs no conversion directly while the operator is built; later do as Airflow does."""
        if key in _CONVERTED or self._BaseOperator__instantiated:  # type: ignore[attr-defined]
            super().__setattr__(key, value)
        else:
            object.__setattr__(self, key, value)

    def set_downstream(self, task_or_task_list: Any, edge_modifier: Any = None) -> None:
        """Airflow's `self >> other`, without a hash of the whole DAG for each end of each arrow."""
        others = self._neighbours(task_or_task_list)
        if others is None:
            super().set_downstream(task_or_task_list, edge_modifier)
            return
        for other in others:
            _arrow(self, other, edge_modifier)

    def set_upstream(self, task_or_task_list: Any, edge_modifier: Any = None) -> None:
        """Airflow's `self << other`, in the same way."""
        others = self._neighbours(task_or_task_list)
        if others is None:
            super().set_upstream(task_or_task_list, edge_modifier)
            return
        for other in others:
            _arrow(other, self, edge_modifier)

    def another(self, *, task_id: str, task_display_name: str, **attributes: Any) -> Self:
        """An operator like this one under another id, in the same DAG; `attributes` are its own, set as they are.

        A tenth of the time of building it: for operators that a file holds by the hundred and that differ in nothing
        that Airflow checks. It has its own containers: a cluster policy may append to the callbacks of one operator.
        """
        own = {"task_id": task_id, **attributes}
        twin = object.__new__(type(self))
        state = vars(twin)
        state.update((key, copy(value) if type(value) in _CONTAINERS else value) for key, value in vars(self).items())
        state.update(own, _task_display_name=task_display_name, _dag=None, task_group=None)
        state.update(upstream_task_ids=set(), downstream_task_ids=set())
        state["_BaseOperator__init_kwargs"].update(own, task_display_name=task_display_name)
        self.dag.add_task(twin)
        return twin

    def _neighbours(self, tasks: Any) -> Sequence[MistralOperator] | None:
        """The tasks as a list; None when one is no operator of ours in the same DAG, which is Airflow's to sort out."""
        others = tasks if isinstance(tasks, list) else [tasks]
        dag = self.get_dag()
        ours = all(isinstance(other, MistralOperator) and other.get_dag() is dag for other in others)
        return others if ours and dag is not None else None


def _arrow(source: MistralOperator, target: MistralOperator, label: EdgeModifier | None) -> None:
    source.downstream_task_ids.add(target.task_id)
    target.upstream_task_ids.add(source.task_id)
    if label is not None:
        label.add_edge_info(source.dag, source.task_id, target.task_id)
