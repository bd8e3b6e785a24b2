"""The items of a task as instances of their own: Airflow's dynamic task mapping (`mistralc compile --map-items`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mistral_airflow.operators.base import STARTED_AGAIN, MistralOperator
from mistral_airflow.operators.gates import GateOperator

_LONGEST_NAME = 100
_TELLING = ("name", "id")
"""The keys of an item that is an object which say best what it is; its other values may be long, or secret."""


class ItemsOperator(MistralOperator):
    """The beginning of a task with items: what comes before its first attempt, and the list that is mapped.

    :param of: the task id of the task.
    """

    mistral_kind = "items"
    custom_operator_name = "with-items"
    ui_color = "#e4f0e8"

    def __init__(self, *, of: str, name: str | None = None, trigger_rule: str = "none_skipped", **kwargs: Any) -> None:
        self._build(trigger_rule=trigger_rule, **kwargs)
        self.of = of

    @property
    def stands_for(self) -> str:
        """The task that an edge leads to which leads here."""
        return self.of

    def execute(self, context: Any) -> list[dict[str, Any]]:
        """The items, each as {variable: value}. What goes wrong is for the task itself to tell."""
        from mistral_airflow.flow.items import ItemsRun

        return ItemsRun(self, context).begin()

    def resume(
        self, context: Any, progress: Mapping[str, Any], event: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """Airflow's entry when what the task waited for before its first attempt has come."""
        from mistral_airflow.flow.items import ItemsRun

        return ItemsRun(self, context).go_on(progress, event or {})


class ItemOperator(MistralOperator):
    """One item, in an instance of its own: made by `each_item`.

    :param of: the task id of the task.
    :param item: {variable: value} of the item.
    """

    mistral_kind = "item"
    custom_operator_name = "one item"
    ui_color = "#e4f0e8"

    def __init__(self, *, of: str, item: Mapping[str, Any], trigger_rule: str = "all_success", **kwargs: Any) -> None:
        self._build(trigger_rule=trigger_rule, **kwargs)
        self.of = of
        self.item = item

    @property
    def item_name(self) -> str:
        """What the UI calls the instance; nothing where its number says as much."""
        return ", ".join(filter(None, map(_name, self.item.values())))[:_LONGEST_NAME]

    def execute(self, context: Any) -> None:
        """Run the action for the item. Raises AirflowFailException when it failed."""
        from mistral_airflow.flow.items import ItemRun

        ItemRun(self, context).execute()

    def resume(self, context: Any, progress: Mapping[str, Any], event: Mapping[str, Any] | None = None) -> None:
        """Airflow's entry when what the item waited for has come."""
        from mistral_airflow.flow.items import ItemRun

        ItemRun(self, context).resume(progress, event or {})


def _name(value: Any) -> str:
    if isinstance(value, Mapping):
        value = next((value[key] for key in _TELLING if isinstance(value.get(key), str | int)), None)
    return str(value) if isinstance(value, str | int | float) else ""


def each_item(*, items: ItemsOperator, task_id: str, at_once: int | None = None, **kwargs: Any) -> Any:
    """An instance of `ItemOperator` for each item of the list, `at_once` of them at a time; the mapped operator."""
    return ItemOperator.partial(
        task_id=task_id, of=items.of, map_index_template="{{ task.item_name }}", max_active_tis_per_dagrun=at_once,
        **STARTED_AGAIN, **kwargs,
    ).expand(item=items.output)  # fmt: skip


class ItemsEndOperator(GateOperator):
    """Waits for all instances, however they end: also for none, where the list is empty."""

    mistral_kind = "items_end"
    custom_operator_name = "all items"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("task_display_name", "all ended")
        super().__init__(trigger_rule="all_done", **kwargs)
