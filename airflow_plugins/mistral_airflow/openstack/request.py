"""From the template of an action and its arguments to a request.

A template is what the legacy client sends: method, path, query, headers, body. Where an argument goes stands
``{"$": name}``, with ``"drop"`` for when its key is left out: ``"none"`` (the default), ``"empty"`` or ``"never"``.
A key ``"$merge"`` lists arguments that are dicts and whose entries stand there. ``"when"`` lists
``[{argument: value}, changes]``: the first one that the arguments fulfil overrides parts of the template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any
from urllib.parse import quote

_GONE = object()


@dataclass
class Request:
    """What is sent. `take` says where the result is in the answer, `pages` whether more may follow."""

    method: str
    path: str
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    take: list[str] = field(default_factory=list)
    pages: bool = False


def build(template: Mapping[str, Any], arguments: Mapping[str, Any]) -> Request:
    """The request of an action for these arguments, defaults included."""
    chosen = dict(template)
    for condition, changes in chosen.pop("when", ()):
        if all(arguments.get(name) == value for name, value in condition.items()):
            chosen.update(changes)
            break
    return Request(
        method=chosen["method"],
        path=_path(chosen["path"], arguments),
        query={name: value for name, value in _filled(chosen.get("query", {}), arguments).items() if value is not None},
        body=_filled(chosen["body"], arguments) if "body" in chosen else None,
        headers={name: str(value) for name, value in _filled(chosen.get("headers", {}), arguments).items()},
        take=chosen.get("take", []),
        pages=chosen.get("pages", False),
    )


def _path(path: str, arguments: Mapping[str, Any]) -> str:
    """The path with the arguments in it, which cannot leave their place in it."""
    parts = Formatter().parse(path)
    return "".join(text + (quote(str(arguments[name]), safe="") if name else "") for text, name, _, _ in parts)


def _filled(template: Any, arguments: Mapping[str, Any]) -> Any:
    if isinstance(template, Mapping):
        return _placed(template, arguments) if "$" in template else _entries(template, arguments)
    if isinstance(template, list):
        return [item for item in (_filled(part, arguments) for part in template) if item is not _GONE]
    return template


def _placed(place: Mapping[str, Any], arguments: Mapping[str, Any]) -> Any:
    value, drop = arguments.get(place["$"]), place.get("drop", "none")
    gone = (drop == "none" and value is None) or (drop == "empty" and not value)
    return _GONE if gone else value


def _entries(template: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for key, part in template.items():
        if key == "$merge":
            for name in part:
                entries.update(arguments.get(name) or {})
        elif (value := _filled(part, arguments)) is not _GONE:
            entries[key] = value
    return entries
