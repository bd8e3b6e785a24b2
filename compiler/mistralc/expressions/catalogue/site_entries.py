"""Functions of the entry point group ``mistral.expression.functions`` as entries of the catalogue."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from mistralc.expressions.catalogue.model import Function, Overload, Parameter
from mistralc.expressions.sites import site_functions

_KINDS: dict[Any, str] = {
    inspect.Parameter.VAR_POSITIONAL: "rest",
    inspect.Parameter.VAR_KEYWORD: "named-rest",
    inspect.Parameter.KEYWORD_ONLY: "named",
}
_TYPES = {"str": "str", "int": "int", "float": "float", "bool": "bool", "list": "list[any]", "dict": "dict"}
_ANYTHING = Overload((Parameter("arguments", "any", "rest", required=False),), "any")


@lru_cache(maxsize=1)
def site_entries() -> tuple[Function, ...]:
    """What sites have added, by what Python can tell about it."""
    return tuple(describe(name, function) for name, function in sorted(site_functions().items()))


def describe(name: str, function: Callable[..., Any]) -> Function:
    """The entry of one Python function; its first parameter is the context, which no expression passes."""
    doc = (inspect.getdoc(function) or "").strip().partition("\n\n")[0]
    return Function(name, name, "site", "function", " ".join(doc.split()), (_overload(function),))


def _overload(function: Callable[..., Any]) -> Overload:
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # some functions written in C cannot tell
        return _ANYTHING
    parameters = list(signature.parameters.values())
    if parameters and parameters[0].kind in (parameters[0].POSITIONAL_ONLY, parameters[0].POSITIONAL_OR_KEYWORD):
        parameters = parameters[1:]
    return Overload(tuple(map(_parameter, parameters)), _type(signature.return_annotation))


def _parameter(parameter: inspect.Parameter) -> Parameter:
    kind = _KINDS.get(parameter.kind, "positional")
    required = parameter.default is parameter.empty and kind in ("positional", "named")
    default = None if parameter.default is parameter.empty else repr(parameter.default)
    return Parameter(parameter.name, _type(parameter.annotation), kind, required, default)


def _type(annotation: Any) -> str:
    name = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
    return _TYPES.get(name, "any")
