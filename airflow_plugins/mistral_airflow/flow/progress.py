"""What a task remembers while it waits outside any process: it travels in the arguments Airflow resumes it with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from mistral_airflow.flow.record import State

Stage = Literal["begin", "attempt", "work", "completed"]
"""What comes next: the policies before the first attempt, an attempt, more of the one under way, or the completion
that wait-after put off."""


@dataclass
class Progress:
    """How far a task has come. Times are seconds since the epoch.

    :param runs: how often its action, or its sub-workflow, was started.
    :param retry: which retry this is (Mistral's `retry_no`); 0 for the first attempt.
    :param deadline: when the timeout policy strikes; None when there is none, or when it has struck.
    :param waited: whether wait-after has been waited for; it counts once, not for each attempt.
    :param created: see `Record.created`.
    :param final: whether the attempt that ended last ended in a way that no repetition can change.
    :param children: the runs that attempts which are over called.
    :param generation: counts the clearings of the task, so that a rerun starts new child runs.
    """

    stage: Stage = "attempt"
    runs: int = 0
    retry: int = 0
    deadline: float | None = None
    waited: bool = False
    state: State = "SUCCESS"
    info: str | None = None
    until: float | None = None
    generation: int = 0
    final: bool = False
    children: list[list[str]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain data for the arguments of a deferral."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Progress:
        """The progress that `to_json` gave."""
        return cls(**data)
