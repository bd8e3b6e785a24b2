"""Values of a workflow as the arguments of its DAG file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mistralc.expressions import is_expression
from mistralc.model import Retry


def has_expression(data: Any) -> bool:
    """True when there is an expression anywhere in `data`."""
    if isinstance(data, Mapping):
        return any(has_expression(item) for item in data.values())
    if isinstance(data, list):
        return any(has_expression(item) for item in data)
    return isinstance(data, str) and is_expression(data)


def retry_arguments(retry: Retry | None) -> dict[str, Any] | None:
    """The retry policy, as far as it is written."""
    if retry is None:
        return None
    fields = {name: getattr(retry, name) for name in ("count", "delay", "break_on", "continue_on")}
    return {name: value for name, value in fields.items() if value is not None}
