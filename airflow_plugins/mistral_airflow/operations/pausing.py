"""Pause and resume: what has started ends, nothing else starts until the run is resumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from airflow.models.dagrun import DagRun

from mistral_airflow.operations import family, instances
from mistral_airflow.operations.environment import set_env
from mistral_airflow.operations.errors import OperationRefused
from mistral_airflow.operations.state import ENDS, is_paused, state_of


def pause(session: Any, run: DagRun) -> None:
    """Pause the run, those above it and all below those. Raises OperationRefused for a run that has ended."""
    state = state_of(session, run)
    if state in ENDS:
        raise OperationRefused(f"A run in {state} cannot be paused; only one that is RUNNING can.")
    for member in family.tree(session, family.root(session, run)):
        if member.state in family.ACTIVE:
            instances.hold(session, member)


def resume(session: Any, run: DagRun, env: Mapping[str, Any] | None = None) -> None:
    """Let the run and those below it go on, and those above it unless something else below them is paused.

    `env` is merged into the environment. A run that is not paused stays as it is, as in Mistral.
    """
    if state_of(session, run) != "PAUSED":
        return
    set_env(session, run, env)
    for member in family.tree(session, run):
        if member.state in family.ACTIVE:
            instances.release(session, member)
    _resume_above(session, run)


def _resume_above(session: Any, run: DagRun) -> None:
    above = family.above(session, run)
    if above and not any(is_paused(session, child) for child in family.children(session, above)):
        instances.release(session, above)
        _resume_above(session, above)
