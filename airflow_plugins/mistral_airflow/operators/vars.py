"""The workflow's `vars`: evaluated once, before anything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mistral_airflow.operators.base import MistralOperator


class VarsOperator(MistralOperator):
    """Holds the values of `vars`.

    :param values: variable → value; expressions see the input and `env()`, not each other.
    :param evaluate: whether there are expressions to evaluate, in a process; literals alone never leave the scheduler.
    """

    mistral_kind = "vars"
    custom_operator_name = "variables"
    inherits_from_skipmixin = True
    _can_skip_downstream = True
    ui_color = "#eef0f6"

    def __init__(
        self, *, values: Mapping[str, Any], evaluate: bool = False, name: str | None = None, **kwargs: Any
    ) -> None:
        self._build(trigger_rule="none_skipped", **kwargs)
        self.values = dict(values)
        self.evaluated = evaluate
        self._is_empty = not evaluate

    def execute(self, context: Any) -> None:
        """Evaluate and store the values. A failure refuses the start: no task of the workflow runs."""
        from mistral_airflow.flow.variables import evaluate_vars

        evaluate_vars(self, context)
