"""Calls of a legacy client with arguments drawn by chance, and the request each sent: what a template has to say."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

from tools.openstack_actions.derive import BESIDE, Derived, Irregular, call
from tools.openstack_actions.signatures import Method
from tools.openstack_actions.values import FALSY, probe

Case = tuple[dict[str, Any], dict[str, Any]]
_REQUEST = Path(__file__).parents[2] / "airflow_plugins/mistral_airflow/openstack/request.py"
COUNT = 6


def cases(name: str, method: Method, derived: Derived) -> list[Case]:
    """Arguments and the one request they led to; a call that the client refuses is no case."""
    chance = random.Random(name)
    found: list[Case] = []
    for _ in range(3 * COUNT):
        arguments = _drawn(chance, method, derived)
        try:
            sent = call(method, arguments).requests
        except Exception:  # noqa: BLE001  # it refuses some combinations
            continue
        if len(sent) == 1 and sent[0]["body"] != "<stream>" and [arguments, sent[0]] not in found:
            found.append((arguments, sent[0]))
        if len(found) == COUNT:
            break
    return found


def _drawn(chance: random.Random, method: Method, derived: Derived) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for argument in method.arguments:
        kind = derived.kinds.get(argument.name)
        wanted = argument.required or argument.name in derived.needed
        if kind is None or argument.name in BESIDE or not (wanted or chance.random() < 0.5):
            continue
        value = probe(argument.name, kind)
        if not wanted and kind in FALSY and chance.random() < 0.25:
            value = FALSY[kind]
        arguments[argument.name] = value
    for key in derived.keys:
        if key in derived.kinds and chance.random() < 0.5:
            arguments[key] = probe(key, derived.kinds[key])
    if method.rest and method.rest in derived.kinds and (chance.random() < 0.5 or "required" in derived.kinds):
        arguments["anything"] = "of the rest"
    return arguments


def faults(template: dict[str, Any], rest: str, defaults: dict[str, Any], found: list[Case]) -> list[str]:
    """Where a template says something else than the client."""
    build = _build()
    wrong = []
    for arguments, sent in found:
        request = build(template, bound(arguments, defaults, rest))
        ours = normal(request.method, request.path, request.query, request.body, request.headers)
        theirs = normal(sent["method"], sent["path"], dict_of(sent["query"]), sent["body"], sent["headers"])
        if ours != theirs:
            wrong.append(f"{json.dumps(arguments)}: {json.dumps(ours)} and not {json.dumps(theirs)}")
    return wrong


def bound(arguments: dict[str, Any], defaults: dict[str, Any], rest: str) -> dict[str, Any]:
    """Arguments by parameter; those that are none are the rest."""
    more = {name: value for name, value in arguments.items() if name not in defaults}
    known = {name: value for name, value in arguments.items() if name in defaults}
    return {**defaults, **known, **({rest: more} if rest else more)}


def normal(method: str, path: str, query: dict[str, Any], body: Any, headers: dict[str, Any]) -> list[Any]:
    from urllib.parse import unquote

    return [
        method,
        unquote(path).rstrip("/"),
        {k: [str(i) for i in (v if isinstance(v, list) else [v])] for k, v in sorted(query.items())},
        body or None,
        {k: str(v) for k, v in headers.items()},
    ]


def dict_of(pairs: list[Any]) -> dict[str, list[str]]:
    query: dict[str, list[str]] = {}
    for key, value in pairs:
        query.setdefault(key, []).append(value)
    return query


def _build() -> Any:
    """The function that makes requests when a workflow runs; its package is not there where the legacy clients are."""
    import sys

    spec = importlib.util.spec_from_file_location("request_of_actions", _REQUEST)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.build


__all__ = ["Irregular", "cases", "faults"]
