"""A new environment for a run that goes on, and marks: both are in the run's conf."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from airflow.models.dagrun import DagRun

from mistral_airflow.flow.marks import Marks
from mistral_airflow.flow.start import RESERVED
from mistral_airflow.operations import family
from mistralc.merging import deep_merge


def set_env(session: Any, run: DagRun, env: Mapping[str, Any] | None) -> None:
    """Merge `env` into the environment of a run and of all below it."""
    for member in family.tree(session, run) if env else ():
        conf = dict(member.conf or {})
        reserved = dict(conf.get(RESERVED) or {})
        if "root" in reserved:
            reserved["root"] = {**reserved["root"], "env": deep_merge(reserved["root"]["env"], dict(env or {}))}
        else:
            reserved["env"] = deep_merge(reserved.get("env") or {}, dict(env or {}))
        member.conf = {**conf, RESERVED: reserved}


def mark(run: DagRun, marks: Marks) -> None:
    """Write the marks of a run."""
    run.conf = marks.written(run.conf)


def note_clearing(run: DagRun) -> None:
    """Say that an operation has cleared tasks of the run, and not a person: see `operations.buttons`."""
    marks = Marks.of(run.conf)
    marks.clears = run.clear_number
    mark(run, marks)
