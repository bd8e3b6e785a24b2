"""Edges into a task with several inbound edges: EmptyOperators that the scheduler resolves by itself, in no process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from airflow.sdk import BaseOperator, TaskGroup

from mistral_airflow.operators.base import MistralOperator

EDGE = "none_skipped"
"""The trigger rule of an edge: fired when its source followed it, whether the source succeeded or failed."""


class GateOperator(MistralOperator):
    """One inbound edge of a merge or join, or of several that fire together. Its source follows or skips it.

    Success means that the edge fired.
    """

    mistral_kind = "gate"
    _is_empty = True  # keeps a task in the scheduler, see AbstractOperator.inherits_from_empty_operator
    ui_color = "#e8f0fe"

    def __init__(self, *, source_id: str = "", target_ids: Sequence[str] = (), **kwargs: Any) -> None:
        self._build(**kwargs)
        self.source_id = source_id
        self.target_ids = tuple(target_ids)

    @property
    def custom_operator_name(self) -> str:
        """What the UI shows below the event: where the edge leads."""
        return f"→ {', '.join(self.target_ids)}"

    def execute(self, context: Any) -> None:
        """Never called: the scheduler ends this task itself."""


def stands_for(target: BaseOperator) -> str:
    """The task that an edge to `target` leads to: a task with mapped items begins with another one."""
    return str(getattr(target, "stands_for", target.task_id))


def gate(
    source: BaseOperator, target: BaseOperator | list[BaseOperator], task_id: str, label: str, task: str = ""
) -> GateOperator:
    """The edge from `source` to `target`, wired to both; `label` (the event) is what the graph view shows.

    Several targets: edges that fire together or not at all. `task`: where `source` activates a region, the task of that
    region which the edge comes from.
    """
    targets = target if isinstance(target, list) else [target]
    own: dict[str, Any] = {
        "task_id": task_id,
        "task_display_name": label,
        "source_id": task or source.task_id,
        "target_ids": tuple(stands_for(each) for each in targets),
    }
    latest = next(reversed(source.dag.task_dict.values()))
    if isinstance(latest, GateOperator) and latest.trigger_rule == EDGE:
        edge = latest.another(**own)
    else:
        edge = GateOperator(trigger_rule=EDGE, **own)
    source.set_downstream(edge)
    edge.set_downstream(targets)
    return edge


def either(target: BaseOperator, task_id: str, label: str, gates: Sequence[GateOperator]) -> GateOperator:
    """One edge to `target` that fires when one of `gates` does: several activations may lead to the task before it."""
    edge = GateOperator(
        task_id=task_id, task_display_name=label, trigger_rule="none_failed_min_one_success",
        source_id=gates[0].source_id, target_ids=[stands_for(target)],
    )  # fmt: skip
    for each in gates:
        each.downstream_task_ids.discard(target.task_id)
        target.upstream_task_ids.discard(each.task_id)
        each.set_downstream(edge)
    edge.set_downstream(target)
    return edge


def threshold(target: BaseOperator, count: int, gates: Sequence[GateOperator]) -> list[GateOperator]:
    """Let `target` (rule one_success) start when `count` of `gates` fired, or when all are resolved and one fired.

    Airflow has no N-of-M rule; this builds it from gates: "at least k of the first i" = "at least k of the first i-1"
    or ("at least k-1 of the first i-1" and gate i), O(count * len(gates)) tasks inside one TaskGroup. Returns the
    edges themselves, which the outcome must wait for: a late one outlives the join.
    """
    if count <= 1:
        return list(gates)
    for edge in gates:
        edge.downstream_task_ids.discard(target.task_id)
        target.upstream_task_ids.discard(edge.task_id)
    with TaskGroup(f"{stands_for(target).replace('.', '_')}_join", prefix_group_id=False):
        network = _Network(target)
        network.at_least(count, gates).set_downstream(target)
        resolved = network.combine("none_failed_min_one_success", gates, "every edge resolved")
        resolved.set_downstream(target)
    return [*gates, resolved]


class _Network:
    """The gates that count: `all_success` is "and", `one_success` is "or"."""

    def __init__(self, target: BaseOperator) -> None:
        self._target = stands_for(target)
        self._size = 0

    def at_least(self, count: int, gates: Sequence[GateOperator]) -> GateOperator:
        row: list[GateOperator | None] = [None] * (count + 1)  # row[k]: at least k of the gates seen so far
        for left, edge in zip(range(len(gates) - 1, -1, -1), gates, strict=True):
            for k in range(count, max(0, count - left - 1), -1):  # fewer are too few, with all that are left
                below = edge if k == 1 else self._both(row[k - 1], edge, k)
                row[k] = below if row[k] is None else self._either(row[k], below, k)
        result = row[count]
        if result is None:
            raise ValueError(f"{self._target}: join of {count} with only {len(gates)} inbound edges")
        return result

    def combine(self, rule: str, upstream: Sequence[GateOperator], label: str) -> GateOperator:
        self._size += 1
        combined = GateOperator(
            task_id=f"{self._target}.join.{self._size}",
            task_display_name=label,
            trigger_rule=rule,
            target_ids=[self._target],
        )
        for edge in upstream:
            edge.set_downstream(combined)
        return combined

    def _both(self, first: GateOperator | None, second: GateOperator, k: int) -> GateOperator | None:
        return None if first is None else self.combine("all_success", [first, second], f"{k} fired")

    def _either(self, first: GateOperator | None, second: GateOperator | None, k: int) -> GateOperator | None:
        if first is None or second is None:
            return first or second
        return self.combine("one_success", [first, second], f"{k} fired")
