"""What people did to a run, as its tasks see it: marks in the run's conf, set by `mistral_airflow.operations`.

A task reads them with its context, for nothing; Airflow keeps them however often tasks are cleared.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from typing import Any

from mistral_airflow.flow.record import Ending
from mistral_airflow.flow.start import MARKS, RESERVED


@dataclass
class Marks:
    """Marks of one run.

    :param stop: how a person ended it (Mistral's `stop`).
    :param skipped: ids of the tasks that a person skipped.
    :param succeeded: ids of the tasks that a person marked as succeeded.
    :param kept: ids of the tasks whose rerun keeps the items that succeeded.
    :param clears: how often operations, and not a person, have cleared tasks of the run (its `clear_number` then).
    :param paused: ids of the tasks whose asynchronous action whoever does it said to be paused.
    """

    stop: Ending | None = None
    skipped: list[str] = field(default_factory=list)
    succeeded: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    paused: list[str] = field(default_factory=list)
    clears: int = 0

    def forget(self, task_ids: Collection[str]) -> None:
        """Drop what was said of how those tasks are to end: they run again."""
        for names in (self.skipped, self.succeeded, self.kept):
            names[:] = [task_id for task_id in names if task_id not in task_ids]

    @classmethod
    def of(cls, conf: Mapping[str, Any] | None) -> Marks:
        """The marks in the conf of a run, a copy: what is written back has to differ, or the database keeps the old."""
        data = deepcopy(dict(((conf or {}).get(RESERVED) or {}).get(MARKS) or {}))
        stop = data.pop("stop", None)
        return cls(stop=Ending(**stop) if stop else None, **data)

    def written(self, conf: Mapping[str, Any] | None) -> dict[str, Any]:
        """The conf of a run with these marks in it."""
        conf = dict(conf or {})
        reserved = {name: value for name, value in (conf.get(RESERVED) or {}).items() if name != MARKS}
        marks = {name: value for name, value in asdict(self).items() if value}
        if marks:
            reserved[MARKS] = marks
        if reserved:
            conf[RESERVED] = reserved
        else:
            conf.pop(RESERVED, None)
        return conf
