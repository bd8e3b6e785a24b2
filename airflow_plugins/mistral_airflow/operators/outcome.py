"""The end of every run: its output, and whether it failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mistral_airflow.operators.base import MistralOperator


class OutcomeOperator(MistralOperator):
    """Runs when every task of the run is done; its return value is the workflow's output, its state the workflow's.

    :param output: the workflow's `output`.
    :param output_on_error: the workflow's `output-on-error`.
    """

    mistral_kind = "outcome"
    custom_operator_name = "state and output"
    ui_color = "#dfe7f5"

    def __init__(
        self, *, output: Mapping[str, Any] | None = None, output_on_error: Mapping[str, Any] | None = None,
        name: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        self._build(trigger_rule="all_done", **kwargs)
        self.workflow_output = output  # BaseOperator.output is an XCom reference
        self.output_on_error = output_on_error

    def execute(self, context: Any) -> Any:
        """Return the output. Raises AirflowFailException when the workflow ended in ERROR, after storing its output."""
        from mistral_airflow.flow.outcome import conclude

        return conclude(self, context)

    def told(self, run: Any) -> dict[str, Any] | None:
        """Its XComs, for the last task of a run that ended in SUCCESS to write; None for any other run."""
        from mistral_airflow.flow.outcome import success

        return success(self, run)
