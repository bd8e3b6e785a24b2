"""What a task leaves behind for the others: one small XCom, written once, when the task has decided what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any, Literal

from mistral_airflow.flow.environment import Environment

KEY = "mistral"
"""The XCom key of a record. Values are beside it: the result as `return_value`, variables as `$.name`, `global.x`."""

WORK_KEY = "work"
"""The XCom key of what a task that waits has done so far."""

State = Literal["SUCCESS", "ERROR", "CANCELLED", "SKIPPED"]


@dataclass
class Ending:
    """The end of the whole run, decided by one task: an engine command, or a fault that no handler may catch."""

    state: State
    message: Any
    by: str
    at: float


@dataclass
class Pause:
    """The command `pause`: its node, and the place in the task's list that it holds everything back from."""

    node: str
    place: int
    message: Any = None


@dataclass
class Record:
    """How a task ended. Times are seconds since the epoch; `created` orders tasks of one moment by their place.

    :param created: see `Run.creation`; None for a join, which would have to read what each of its sources left behind.
    :param calls: whether the task calls a workflow; `children` are the runs of it, those of earlier attempts first.
    """

    name: str
    state: State
    info: str | None = None
    created: tuple[float, int] | None = (0.0, 0)
    ended: float = 0.0
    next: list[tuple[str, str | None]] = field(default_factory=list)
    handled: bool = False
    environment: Environment = field(default_factory=dict)
    published: list[str] = field(default_factory=list)
    globals: list[str] = field(default_factory=list)
    keeps_result: bool = True
    runs: int = 0
    retries: int = 0
    calls: bool = False
    children: list[list[str]] = field(default_factory=list)
    ending: Ending | None = None
    pause: Pause | None = None

    def to_xcom(self) -> dict[str, Any]:
        """The record as JSON: what differs from one that says nothing, in lists (Airflow has a type for tuples).

        Every successor reads it. So `next` has a list for each event, which comes first, and then the tasks.
        """
        told = {"state": self.state} | {k: value for k, value in asdict(self).items() if value != _NOTHING[k]}
        by_event = [[event, *(name for name, _ in pairs)] for event, pairs in groupby(self.next, lambda pair: pair[1])]
        return {**told, "created": self.created and list(self.created), "next": by_event}

    @classmethod
    def from_xcom(cls, data: Mapping[str, Any]) -> Record:
        """The record that `to_xcom` wrote."""
        values = dict(data)
        ending, pause = values.pop("ending", None), values.pop("pause", None)
        values["created"] = values["created"] and tuple(values["created"])
        values["next"] = [(name, event) for event, *names in values["next"] for name in names]
        return cls(
            **values, ending=Ending(**ending) if ending else None, pause=Pause(**pause) if pause else None
        )  # fmt: skip


_NOTHING = asdict(Record("", "SUCCESS"))


def variable_key(name: str) -> str:
    """The XCom key of a variable published to the branch, written as the author reads it."""
    return f"$.{_quoted(name)}"


def merged_key(name: str) -> str:
    """The XCom key of that variable's value with what it was before merged in (`[mistral] merge_strategy`)."""
    return f"merged.{_quoted(name)}"


def global_key(name: str) -> str:
    """The XCom key of a variable published globally."""
    return f"global.{_quoted(name)}"


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-. ")
_MAX_NAME = 400
"""Airflow keeps keys of up to 512 characters."""


def _quoted(name: str) -> str:
    """A key is part of a URL, and not all of Airflow gets `/`, `%` and letters beyond ASCII through one."""
    if _PLAIN.issuperset(name) and len(name) <= _MAX_NAME:
        return name
    from hashlib import sha256

    quoted = "".join(c if c in _PLAIN else "".join(f"={b:02X}" for b in c.encode("utf-8", "replace")) for c in name)
    digest = sha256(name.encode("utf-8", "replace")).hexdigest()
    return quoted if len(quoted) <= _MAX_NAME else f"{quoted[: _MAX_NAME - 17]}={digest[:16]}"
