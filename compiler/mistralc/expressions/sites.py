"""Functions that a site adds through the entry point group ``mistral.expression.functions``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import metadata
from typing import Any

from mistralc.expressions.names import MISTRAL_FUNCTIONS

GROUP = "mistral.expression.functions"


@lru_cache(maxsize=1)
def _entry_points() -> Mapping[str, metadata.EntryPoint]:
    # Mistral registers its own functions in the same group; they need its database, so ours stand for them.
    return {entry.name: entry for entry in metadata.entry_points(group=GROUP) if entry.name not in MISTRAL_FUNCTIONS}


def site_function_names() -> frozenset[str]:
    """The names sites have added; nothing is imported for it."""
    return frozenset(_entry_points())


@lru_cache(maxsize=1)
def site_functions() -> Mapping[str, Callable[..., Any]]:
    """The functions sites have added, imported. Each is called with the context first, as Mistral does.

    One that cannot be imported is left out, so that expressions without it still work (stevedore's rule).
    """
    found: dict[str, Callable[..., Any]] = {}
    for name, entry in _entry_points().items():
        try:
            found[name] = entry.load()
        except Exception:  # noqa: BLE001 - any fault of foreign code at import; calling the name reports it as unknown
            continue
    return found
