"""std.async_noop: an action whose result comes from outside."""

from __future__ import annotations

from mistral_airflow.actions.action import Parked


def async_noop() -> None:
    """Park the task until its result is given."""
    raise Parked(method_name="resume")
