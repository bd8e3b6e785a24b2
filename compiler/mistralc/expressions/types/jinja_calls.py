"""Calls in Jinja whose arguments fit no parameters, for the functions, filters and tests whose parameters are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from jinja2 import nodes

from mistralc.diagnostics.nearest import did_you_mean
from mistralc.expressions.catalogue import Parameter, find
from mistralc.expressions.names import MISTRAL_FUNCTIONS
from mistralc.expressions.types.findings import Kind

Misfit = tuple[Kind, str, str | None]
"""Kind, message, help."""
_CAPITAL = re.compile(r"(?<=[a-z])([A-Z])")


def misfit(node: nodes.Call | nodes.Filter | nodes.Test, name: str, kind: str) -> Misfit | None:
    """What is wrong with the arguments, when it is certain. ``kind`` is ``function``, ``filter`` or ``test``."""
    parameters = _parameters(name, kind)
    if parameters is None or node.dyn_args is not None or node.dyn_kwargs is not None:
        return None
    named = [
        pair.key for pair in node.kwargs if isinstance(pair, nodes.Keyword | nodes.Pair) and isinstance(pair.key, str)
    ]
    return _unknown(name, named, parameters) or _count(name, len(node.args), named, parameters)


@lru_cache(maxsize=512)
def _parameters(name: str, kind: str) -> tuple[Parameter, ...] | None:
    """The parameters as Jinja sees them, without what a filter or a test is applied to; None when not all are known."""
    mistrals = name in MISTRAL_FUNCTIONS and kind != "test"
    wanted = ("mistral", "function") if mistrals else ("jinja", kind)
    found = [function for function in find(name) if (function.language, function.kind) == wanted]
    if len(found) != 1 or len(found[0].overloads) != 1:
        return None
    parameters = found[0].overloads[0].parameters
    if mistrals:
        # A filter of Mistral's is applied to what stands for the context, which is no parameter here.
        return tuple(Parameter(_in_jinja(p.name), p.type, p.kind, p.required, p.default) for p in parameters)
    if kind == "function" or not parameters or parameters[0].kind != "positional":
        return None
    return parameters[1:]


def _in_jinja(name: str) -> str:
    return _CAPITAL.sub(lambda match: f"_{match[1].lower()}", name)


def _unknown(name: str, named: Sequence[str], parameters: Sequence[Parameter]) -> Misfit | None:
    if any(parameter.kind in ("rest", "named-rest") for parameter in parameters):
        return None
    names = {parameter.name for parameter in parameters}
    for key in named:
        if key not in names:
            return Kind.UNKNOWN_ARGUMENT, f"'{name}' has no argument named '{key}'", did_you_mean(key, names)
    return None


def _count(name: str, given: int, named: Sequence[str], parameters: Sequence[Parameter]) -> Misfit | None:
    if any(parameter.kind in ("rest", "named-rest") for parameter in parameters):
        return None
    for parameter in parameters[:given]:
        if parameter.name in named:
            return Kind.REPEATED_ARGUMENT, f"'{name}' is given its argument '{parameter.name}' twice", None
    missing = [p.name for p in parameters[given:] if p.required and p.name not in named]
    if given <= len(parameters) and not missing:
        return None
    count = given + len(named)
    shown = ", ".join(str(parameter) for parameter in parameters)
    message = f"'{name}' cannot be called with {count} argument{'' if count == 1 else 's'}"
    return Kind.ARITY, message, f"its arguments are ({shown})"
