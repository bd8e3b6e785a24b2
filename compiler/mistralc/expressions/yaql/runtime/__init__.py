"""What compiled expressions call at run time. One noun a module; functions are named `noun_function` in the code."""

from __future__ import annotations

import inspect
from types import ModuleType
from typing import Any

from mistralc.expressions.yaql.runtime import (
    access,
    arithmetic,
    comparison,
    conversion,
    dicts,
    foreign,
    ordering,
    output,
    regex,
    sequences,
    sets,
    text,
    times,
    values,
)
from mistralc.expressions.yaql.runtime.deopt import Deopt

__all__ = ["HELPERS", "Deopt"]

_MODULES = (
    *(access, arithmetic, comparison, conversion, dicts, foreign, ordering),
    *(output, regex, sequences, sets, text, times, values),
)


def _functions(module: ModuleType) -> dict[str, Any]:
    noun = module.__name__.rpartition(".")[2]
    return {
        f"{noun}_{name.rstrip('_')}": function
        for name, function in vars(module).items()
        if inspect.isfunction(function) and not name.startswith("_") and function.__module__ == module.__name__
    } | {f"{noun}_{name}": vars(module)[name] for name in _MADE.get(noun, ())}


# Functions that are made by another function do not show the module they belong to under their name.
_MADE = {"comparison": ("less", "less_equal", "greater", "greater_equal")}

HELPERS: dict[str, Any] = {name: helper for module in _MODULES for name, helper in _functions(module).items()}
"""Every name that compiled code may call, and Python's own that it needs."""
HELPERS |= {"SCALARS": values.SCALARS, "PRINTED": conversion.PRINTED}
HELPERS |= {kind.__name__: kind for kind in (type, bool, dict, float, int, len, list, str, any, all)}
