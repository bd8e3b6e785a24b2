"""From the template of an action and its arguments to a request.

A template is what the legacy client sends: method, path, query, headers, body. Where an argument goes stands
``{"$": name}``; ``"drop"`` says when its key is left out: ``"none"`` (the default), ``"empty"`` or ``"never"``, and
``"else"`` what stands there instead. ``"join"``, ``"format"``, ``"each"``, ``"number"`` and ``"parse"`` (JSON text)
convert it. A key ``"$merge"`` lists arguments that are dicts and whose entries stand there, ``"$entry"`` is an argument
that is the key and its value; with ``"$empty"`` a dict without entries is null. ``"when"`` lists
``[{argument: value}, changes]`` and ``[{"given": argument}, changes]``: each that holds changes the template, in their
order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any
from urllib.parse import quote

_GONE = object()


class MissingArgument(Exception):
    """An argument has a default, and the request cannot be made without it."""


@dataclass
class Request:
    """What is sent. `take` says where the result is in the answer, `pages` whether more may follow."""

    method: str
    path: str
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    take: list[str] = field(default_factory=list)
    pages: bool | str = False


def build(template: Mapping[str, Any], arguments: Mapping[str, Any]) -> Request:
    """The request of an action for these arguments, defaults included."""
    chosen: Mapping[str, Any] = template
    for condition, changes in template.get("when", ()):
        if _holds(condition, arguments):
            chosen = _changed(chosen, changes)
    query = _filled(chosen.get("query") or {}, arguments)
    return Request(
        method=_filled(chosen["method"], arguments),
        path=_path(chosen["path"], arguments),
        query={} if query is _GONE else {name: value for name, value in query.items() if value is not None},
        body=_body(chosen["body"], arguments) if chosen.get("body") is not None else None,
        headers={name: str(value) for name, value in _filled(chosen.get("headers") or {}, arguments).items()},
        take=chosen.get("take", []),
        pages=chosen.get("pages", False),
    )


def _holds(condition: Mapping[str, Any], arguments: Mapping[str, Any]) -> bool:
    if "given" in condition:
        names = condition["given"] if isinstance(condition["given"], list) else [condition["given"]]
        return all(arguments.get(name) for name in names)
    return all(
        bool(arguments.get(name)) == value if isinstance(value, bool) else arguments.get(name) == value
        for name, value in condition.items()
    )


def _changed(template: Any, changes: Any) -> Any:
    """Dicts are changed entry by entry, anything else is replaced."""
    if isinstance(template, Mapping) and isinstance(changes, Mapping) and "$" not in template and "$" not in changes:
        return {**template, **{key: _changed(template.get(key), change) for key, change in changes.items()}}
    return changes


def _body(template: Any, arguments: Mapping[str, Any]) -> Any:
    body = _filled(template, arguments)
    return None if body is _GONE else body


def _path(path: str, arguments: Mapping[str, Any]) -> str:
    """The path with the arguments in it, which cannot leave their place; ``{name:/}`` may have slashes."""
    written = ""
    for text, name, safe, _ in Formatter().parse(path):
        if name and arguments.get(name) is None:
            raise MissingArgument(f"{name} is required argument.")
        written += text + (quote(str(arguments[name]), safe=safe or "") if name else "")
    return written


def _filled(template: Any, arguments: Mapping[str, Any]) -> Any:
    if isinstance(template, Mapping):
        return _placed(template, arguments) if "$" in template else _entries(template, arguments)
    if isinstance(template, list):
        return [item for item in (_filled(part, arguments) for part in template) if item is not _GONE]
    return template


def _placed(place: Mapping[str, Any], arguments: Mapping[str, Any]) -> Any:
    value, drop = arguments.get(place["$"]), place.get("drop", "none")
    if (drop == "none" and value is None) or (drop == "empty" and not value):
        return place.get("else", _GONE)
    if "join" in place and isinstance(value, list):
        return place["join"].join(map(str, value))
    if "parse" in place and isinstance(value, str):
        return json.loads(value)
    if "each" in place:
        return [{place["each"]: item} for item in value or ()]
    if "number" in place:
        return int(bool(value))
    return place["format"].format(value) if "format" in place else value


def _entries(template: Mapping[str, Any], arguments: Mapping[str, Any]) -> Any:
    entries: dict[str, Any] = {}
    for key, part in template.items():
        if key == "$merge":
            for name in part:
                entries.update(arguments.get(name) or {})
        elif key == "$entry":
            entries[str(arguments[part[0]])] = _filled(part[1], arguments)
        elif key != "$empty" and (value := _filled(part, arguments)) is not _GONE:
            entries[key] = value
    return None if "$empty" in template and not entries else entries
