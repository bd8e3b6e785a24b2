"""Accounts, containers and objects, with the results of swiftclient: headers, and lists or contents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from requests import Response

from mistral_airflow.openstack.caller import Caller
from mistral_airflow.openstack.results import content

Arguments = Mapping[str, Any]

_FILTERS = ("marker", "limit", "prefix", "delimiter", "end_marker", "version_marker", "path")
_PAGE = 10_000
"""What Swift gives at once."""


def swift_head(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> dict[str, str]:
    """The headers."""
    return _headers(_answer(caller, "HEAD", arguments))


def swift_list(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> list[Any]:
    """The headers, and what the account or container has; all of it with `full_listing`."""
    query = {"format": "json", **{name: arguments[name] for name in _FILTERS if arguments.get(name)}}
    answer = _answer(caller, "GET", arguments, params=query)
    listing = content(answer) or []
    page = listing
    while arguments.get("full_listing") and page:
        query["marker"] = page[-1].get("name", page[-1].get("subdir"))
        page = content(_answer(caller, "GET", arguments, params=query)) or []
        listing = listing + page
    return [_headers(answer), listing]


def swift_post(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> None:
    """Set metadata."""
    _answer(caller, "POST", arguments)


def swift_put(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> str | None:
    """Make a container; or an object, of which the result is the hash."""
    if "obj" not in arguments:
        _answer(caller, "PUT", arguments)
        return None
    data = arguments["contents"]
    if isinstance(data, Mapping | list):
        data = json.dumps(data)
    more = {"Content-Type": arguments.get("content_type"), "ETag": arguments.get("etag")}
    answer = _answer(caller, "PUT", arguments, more, data=data.encode() if isinstance(data, str) else data)
    return answer.headers.get("etag", "").strip('"')


def swift_delete(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> None:
    """Delete a container or an object."""
    _answer(caller, "DELETE", arguments)


def swift_get_object(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> list[Any]:
    """The headers, and the contents as text."""
    answer = _answer(caller, "GET", arguments)
    return [_headers(answer), answer.content.decode(errors="replace")]


def swift_copy(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> str:
    """Copy an object; the result is the hash."""
    destination = arguments.get("destination") or f"/{arguments['container']}/{arguments['obj']}"
    fresh = {"X-Fresh-Metadata": "true"} if arguments.get("fresh_metadata") else {}
    answer = _answer(caller, "COPY", arguments, {"Destination": quote(destination), **fresh})
    return answer.headers.get("etag", "").strip('"')


def swift_capabilities(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """What the cluster can do."""
    endpoint = str(caller.adapter.get_endpoint() or "")
    address = arguments.get("url") or f"{endpoint.partition('/v1')[0]}/info"
    return content(caller.answer("GET", address))


def swiftservice_list(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The one page that SwiftService would give."""
    container, options = arguments.get("container"), arguments.get("options") or {}
    filters = {name: options[name] for name in ("prefix", "delimiter") if options.get(name)}
    place = {"container": container} if container else {}
    headers, listing = swift_list(caller, {**place, **filters, "full_listing": True}, call)
    kind = "list_container_part" if container else "list_account_part"
    page = {"action": kind, "container": container, "prefix": options.get("prefix"), "success": True, "marker": ""}
    return [{**page, "headers": headers, "listing": listing}] if listing else []


def swiftservice_stat(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """The headers of the account, of a container, or of each of its objects."""
    container, objects = arguments.get("container"), arguments.get("objects")
    if not objects:
        place = {"container": container} if container else {}
        kind = "stat_container" if container else "stat_account"
        return {"action": kind, "container": container, "success": True, "headers": swift_head(caller, place, call)}
    return [
        {"action": "stat_object", "container": container, "object": name, "success": True,
         "headers": swift_head(caller, {"container": container, "obj": name}, call)}
        for name in objects
    ]  # fmt: skip


def _answer(
    caller: Caller, method: str, arguments: Arguments, more: Mapping[str, Any] | None = None, **options: Any
) -> Response:
    names = [str(arguments[part]) for part in ("container", "obj") if arguments.get(part)]
    path = "".join(f"/{quote(name, safe='/' if at else '')}" for at, name in enumerate(names))
    if query := arguments.get("query_string"):
        path = f"{path}?{query}"
    given = {**(arguments.get("headers") or {}), **{k: v for k, v in (more or {}).items() if v}}
    return caller.answer(method, path, headers={name: str(value) for name, value in given.items()}, **options)


def _headers(answer: Response) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}
