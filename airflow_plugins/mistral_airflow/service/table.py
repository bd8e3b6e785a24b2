"""Which function serves which action; loaded when a task asks for it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

_BUILT_IN = ("list",)


def function_of(action: str) -> Callable[..., Any]:
    """The function behind `mistral.RESOURCES_VERB`: `verb` of the module that is named after the resources."""
    resources, _, verb = action.removeprefix("mistral.").rpartition("_")
    module = import_module(f"mistral_airflow.service.{resources}")
    found: Callable[..., Any] = getattr(module, f"{verb}_" if verb in _BUILT_IN else verb)
    return found
