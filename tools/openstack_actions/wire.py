"""A wire without a network: records what a client sends, answers with an object that has every key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, unquote, urlsplit

import requests

from tools.openstack_actions.clients import BASE

_TOKEN = '{"answer": "of everything"}'
_REQUEST_ID = "req-1"
_ABSENT = {"next", "links", "values", "forbidden", "count"}


class Answer(dict[Any, Any]):
    """A part of an answer: a dict with every key and a list of one, which knows where it stands."""

    def __init__(self, *path: str) -> None:
        super().__init__()
        self.path = path

    def __getitem__(self, key: Any) -> Any:
        if key in _ABSENT or str(key).endswith("_links"):
            raise KeyError(key)
        return Answer(*self.path, "*" if isinstance(key, int | slice) else str(key))

    def get(self, key: Any, default: Any = None) -> Any:
        return self[key] if key in self else default  # noqa: SIM401  # this is `get`

    def pop(self, key: Any, default: Any = None) -> Any:
        return self.get(key, default)

    def __contains__(self, key: object) -> bool:
        return key not in _ABSENT and not str(key).endswith("_links")

    @property
    def request_ids(self) -> list[str]:
        return []

    def keys(self) -> Any:
        return ["id", "name"]

    def items(self) -> Any:
        return [("id", "an-id"), ("name", "a-name")]

    def values(self) -> Any:
        return ["an-id", "a-name"]

    def __iter__(self) -> Iterator[Any]:
        return iter([Answer(*self.path, "*")])

    def __len__(self) -> int:
        return 1

    def __bool__(self) -> bool:
        return True

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(self.path)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and other.path == self.path

    def __copy__(self) -> Answer:
        return self

    def __deepcopy__(self, memo: Any) -> Answer:
        return self

    copy = __copy__


def request_of(prepared: requests.PreparedRequest) -> dict[str, Any]:
    """A request as data: method, path, query, body, and the headers an action may set."""
    parts = urlsplit(str(prepared.url).removeprefix(BASE))
    body = prepared.body
    if isinstance(body, bytes):
        body = body.decode()
    return {
        "method": str(prepared.method),
        "path": "/" + unquote(parts.path).lstrip("/"),
        "query": parse_qsl(parts.query, keep_blank_values=True),
        "body": _json(body) if isinstance(body, str) else body if body is None else "<stream>",
        "headers": {k: v for k, v in prepared.headers.items() if k.lower() not in _USUAL and v != _REQUEST_ID},
    }


def _json(body: str) -> Any:
    try:
        return _loads(body)
    except ValueError:
        return body


_USUAL = {
    "user-agent", "accept", "accept-encoding", "connection", "content-length", "x-auth-token", "content-type",
    "x-openstack-nova-api-version", "openstack-api-version", "x-openstack-ironic-api-version", "x-openstack-manila-api-version",
    "x-openstack-ironic-inspector-api-version", "x-openstack-manila-api-experimental", "authorization",
    "x-auth-project-id", "x-region-name", "x-auth-user", "x-auth-key", "transfer-encoding",
}  # fmt: skip
_SCHEMA = '{"name": "any", "properties": {}, "additionalProperties": true}'
"""What Glance's client asks for before it makes an object."""
_loads = json.loads


@contextmanager
def recorded() -> Iterator[list[dict[str, Any]]]:
    """The requests that are sent inside."""
    sent: list[dict[str, Any]] = []

    def send(self: Any, prepared: requests.PreparedRequest, **options: Any) -> requests.Response:
        request = request_of(prepared)
        schema = "/schemas/" in request["path"]
        if not schema:
            sent.append(request)
        response = requests.Response()
        response.status_code = 200
        response._content = _SCHEMA.encode() if schema else _TOKEN.encode()
        response.headers.update(
            {"content-type": "application/json", "x-openstack-request-id": _REQUEST_ID, "location": BASE + "/l/x"}
        )
        response.url, response.request = str(prepared.url), prepared
        return response

    def loads(text: Any, *arguments: Any, **options: Any) -> Any:
        plain = text.decode() if isinstance(text, bytes) else text
        return Answer() if plain == _TOKEN else _loads(text, *arguments, **options)

    with patch.object(requests.adapters.HTTPAdapter, "send", send), patch.object(json, "loads", loads):
        yield sent
