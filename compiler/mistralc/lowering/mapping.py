"""Tasks with items as Airflow's dynamic task mapping: what stands before the task that collects the items' results.

The list of the items, an instance for each of them, and a gate that waits for all, however they end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mistralc.lowering.names import Namespace
from mistralc.lowering.plan import Link, Name, Node
from mistralc.model import Task

MakeNode = Callable[..., Node]
"""(id, operator, arguments, comment, task_id=id) → the node, put into the plan."""


def maps(task: Task) -> bool:
    """Whether there is something to map: the items of an action. Those of a workflow have a run each anyway."""
    return bool(task.with_items) and task.workflow is None


class MappedItems:
    """The nodes of one task. Edges that lead to the task lead to `entrance`; `links` end in the task's own node."""

    def __init__(self, task_id: str, ids: Namespace) -> None:
        self._of = task_id
        self._ids = [ids.id(f"{task_id}.{part}") for part in ("items", "item", "ended")]
        self.item_id = self._ids[1]
        self.entrance: Node
        self.links: list[Link]

    def build(self, make: MakeNode, arrival: Mapping[str, Any], task: Mapping[str, Any], comment: str) -> None:
        """Make the nodes; `arrival` are the arguments that say when the task may start, `task` all it has."""
        items_id, item_id, ended_id = self._ids
        self.entrance = make(items_id, "ItemsOperator", {"of": self._of, **arrival}, comment, task_id=items_id)
        concurrency = task.get("concurrency")
        at_once = {"at_once": concurrency} if isinstance(concurrency, int) and concurrency > 0 else {}
        queue = {"queue": task["queue"]} if "queue" in task else {}
        each = {"items": Name(self.entrance.variable), **at_once, **queue}
        item = make(item_id, "each_item", each, task_id=item_id)
        ended = make(ended_id, "ItemsEndOperator", {}, task_id=ended_id)
        self.links = [Link(item, ended)]
        self._ended = ended

    def collecting(self, task: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments of the task itself: it starts when the others have, and its transitions come last."""
        last = {"routes": task["routes"]} if "routes" in task else {}
        others = {key: value for key, value in task.items() if key not in ("trigger_rule", "routes")}
        return {**others, "mapped": self.item_id, **last}

    def lead_to(self, node: Node) -> list[Link]:
        """The links between these nodes, and to the one of the task itself."""
        return [*self.links, Link(self.entrance, node), Link(self._ended, node)]
