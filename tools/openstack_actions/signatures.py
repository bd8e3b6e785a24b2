"""The signature of a client's method, that of the newest API version where there are several, and its documentation."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_VERSIONED = {
    "nova": ("novaclient.api_versions", "get_substitutions"),
    "cinder": ("cinderclient.api_versions", "get_substitutions"),
    "manila": ("manilaclient.api_versions", "get_versioned_methods"),
    "zun": ("zunclient.api_versions", "get_substitutions"),
}


@dataclass(frozen=True)
class Argument:
    name: str
    required: bool
    default: Any
    doc: str = ""


@dataclass(frozen=True)
class Method:
    """A client's method. `rest` is the name of its ``**kwargs``, empty without."""

    function: Callable[..., Any]
    arguments: tuple[Argument, ...]
    rest: str
    doc: str


def method_of(service: str, client: Any, path: str) -> Method:
    """The method that an action calls."""
    function = client
    for name in path.split("."):
        function = getattr(function, name)
    newest = _newest(service, function)
    parameters = list(inspect.signature(newest).parameters.values())
    if newest is not function and parameters:
        parameters = parameters[1:]
    docs = _documented(inspect.getdoc(newest) or "")
    arguments = tuple(
        Argument(
            p.name, p.default is p.empty, None if p.default is p.empty else _plain(p.default), docs.get(p.name, "")
        )
        for p in parameters
        if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY) and p.name != "self"
    )
    rest = next((p.name for p in parameters if p.kind is p.VAR_KEYWORD), "")
    return Method(function, arguments, rest, _first_sentence(inspect.getdoc(newest) or inspect.getdoc(function) or ""))


def _newest(service: str, function: Any) -> Any:
    """What a versioned method leads to for the version of the client."""
    if service in _VERSIONED and hasattr(function, "__wrapped__"):
        module, look_up = _VERSIONED[service]
        closure = inspect.getclosurevars(getattr(function, "__func__", function)).nonlocals
        version = getattr(function.__self__, "api_version", None)
        if "name" in closure and version is not None:
            found = getattr(importlib.import_module(module), look_up)(closure["name"], version)
            if found:
                return max(found, key=lambda method: method.start_version).func
    return function


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else None


def _first_sentence(doc: str) -> str:
    paragraph = " ".join(doc.strip().split("\n\n")[0].split())
    paragraph = re.split(r"\s:(?:param|returns?|rtype)\b", paragraph)[0]
    return (re.split(r"(?<=[.!])\s", paragraph)[0].replace("``", "`"))[:160]


def _documented(doc: str) -> dict[str, str]:
    """Parameter → what ``:param name:`` says of it."""
    found = re.findall(r":param (?:[\w.`]+ )?(\w+):\s*(.*?)(?=\n\s*:|\n\s*\n|\Z)", doc, re.S)
    return {name: _first_sentence(text) for name, text in found}
