"""Engine commands as visible nodes: where `fail` or `succeed` ended the run, where `pause` holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from mistral_airflow.operators.base import MistralOperator


class CommandOperator(MistralOperator):
    """`fail`, `succeed` or `pause`. The task before it took the decision when it ended; this node shows it.

    It is red for `fail`. For `pause` it waits for a person who resumes the run, and so does all that would come later.

    :param command: `fail`, `succeed` or `pause`.
    :param message: the author's message; may hold expressions, evaluated by the task before.
    """

    mistral_kind = "command"
    custom_operator_name = "engine command"
    ui_color = "#f6e7e4"

    def __init__(
        self, *, command: Literal["fail", "succeed", "pause"], message: Any = None, name: str | None = None,
        trigger_rule: str = "none_skipped", **kwargs: Any,
    ) -> None:  # fmt: skip
        kwargs.setdefault("task_display_name", command)
        self._build(trigger_rule=trigger_rule, **kwargs)
        self.name = self.task_id if name is None else name
        self.command = command
        self.message = message

    @property
    def ends_run(self) -> bool:
        """False for `pause`."""
        return self.command != "pause"

    def execute(self, context: Any) -> None:
        """Show the command in the log. Raises AirflowFailException for `fail`, so that the node is red.

        For `pause`: raises TaskAwaitingInput.
        """
        from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

        from mistral_airflow.flow import waiting
        from mistral_airflow.flow.routing import ending_of
        from mistral_airflow.flow.run import Run

        run = Run(context)
        before: Any
        (before,) = self.upstream_list
        if not run.led(before, self):
            raise AirflowSkipException("The task before this one died without deciding that this one follows.")
        if self.command == "pause":
            record = run.store.record(before.task_id)
            waiting.ask_to_resume(
                run.ti, f"after {before.name}", record.pause.message if record and record.pause else None
            )
        ending = ending_of(run, before)
        message = ending.message if ending else None
        if self.command == "fail":
            raise AirflowFailException(f"fail{': ' + str(message) if message else ''}")
        self.log.info("succeed%s", f": {message}" if message else "")

    def resume(self, context: Any, progress: Mapping[str, Any], event: Mapping[str, Any] | None = None) -> None:
        """Airflow's entry when a person has resumed the run: the node is done, and what waited for it goes on."""
        self.log.info("The run goes on.")
