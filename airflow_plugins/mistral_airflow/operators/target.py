"""The beginning of a reverse workflow: which tasks the run needs."""

from __future__ import annotations

from typing import Any

from mistral_airflow.operators.base import MistralOperator


class TargetOperator(MistralOperator):
    """Reads the execution parameter `task_name` and follows the tasks that it requires, directly or not."""

    mistral_kind = "target"
    custom_operator_name = "what is wanted"
    inherits_from_skipmixin = True
    _can_skip_downstream = True
    ui_color = "#eef0f6"

    def __init__(self, *, name: str | None = None, **kwargs: Any) -> None:
        self._build(trigger_rule="none_skipped", **kwargs)

    def execute(self, context: Any) -> None:
        """Decide what runs. A missing or unknown target refuses the start: no task of the workflow runs."""
        from mistral_airflow.flow.reverse import choose

        choose(self, context)
