"""A live table of a run: task, state, duration, attempt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from mistral_airflow.flow.graph import kind_of
from mistral_airflow.local.execution import Execution
from mistral_airflow.local.runner import TaskState

_LOOKS = {
    "success": ("✓ success", "green"),
    "failed": ("✗ failed", "red"),
    "running": ("▶ running", "cyan"),
    "scheduled": ("· next", "cyan"),
    "queued": ("· next", "cyan"),
    "skipped": ("– not taken", "dim"),
    "awaiting_input": ("… waits for its result", "yellow"),
}
_SHOWN_KINDS = ("task", "noop", "command", "vars", "outcome")


class Progress:
    """Shows the tasks of one run while it goes on. Off a terminal nothing moves: one table at the end."""

    def __init__(self, workflow: str, dag: Any, *, quiet: bool) -> None:
        self._title = workflow
        self._operators = {task_id: op for task_id, op in dag.task_dict.items() if kind_of(op) in _SHOWN_KINDS}
        self._console = Console(quiet=quiet)
        self._live = Live(console=self._console, auto_refresh=False, transient=True)
        self._states: Sequence[TaskState] = ()

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def show(self, states: Sequence[TaskState]) -> None:
        """Draw the table anew."""
        self._states = states
        if self._live.is_started:
            self._live.update(self._table(), refresh=True)

    def conclude(self, execution: Execution) -> None:
        """Print the last table, the state and the output."""
        self._console.print(self._table())
        style = {"SUCCESS": "bold green", "ERROR": "bold red"}.get(execution.state, "bold yellow")
        self._console.print(Text.assemble(f"{execution.workflow}: ", (execution.state, style)))
        if execution.state_info:
            self._console.print(Text(str(execution.state_info).strip()))
        if execution.state == "RUNNING":
            waiting = ", ".join(task.name for task in execution.tasks if task.state == "RUNNING")
            self._console.print(
                f"Nobody is here to give the result that {waiting} waits for; on an Airflow server somebody can."
            )
        else:
            self._console.print("output:", Text(json.dumps(execution.output, indent=2, ensure_ascii=False)))

    def _table(self) -> Table:
        table = Table(title=self._title, title_justify="left", title_style="bold")
        table.add_column("task")
        table.add_column("state")
        table.add_column("seconds", justify="right")
        table.add_column("attempt", justify="right")
        for state in self._states:
            operator = self._operators.get(state.task_id)
            if operator is None or (operator.mistral_kind == "outcome" and state.state == "skipped"):
                continue  # the last task has told the outcome
            text, style = _LOOKS.get(state.state or "", (state.state or "", "dim"))
            ran = state.try_number > 0 and state.state != "skipped"
            seconds = f"{state.seconds:.2f}" if ran and state.seconds is not None else ""
            name = getattr(operator, "name", state.task_id)
            table.add_row(name, Text(text, style=style), seconds, str(state.try_number) if ran else "")
        return table
