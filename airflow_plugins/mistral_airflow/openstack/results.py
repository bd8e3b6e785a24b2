"""From the answers of a service to the plain result that a workflow sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from requests import Response


def content(response: Response) -> Any:
    """The answer as data: JSON where it is, text otherwise, None when it is empty."""
    if not response.content:
        return None
    try:
        return response.json()
    except ValueError:
        return response.text


def plain(value: Any) -> Any:
    """The value with nothing in it that JSON does not have."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def taken(body: Any, take: Sequence[str]) -> Any:
    """The part of the answer that is the result, None when it is not there."""
    for key in take:
        if not isinstance(body, Mapping):
            return None
        body = body.get(key)
    return body


def next_query(body: Any) -> dict[str, str] | None:
    """The query of the page that follows, None on the last.

    Nova, Cinder and Neutron name it in ``<collection>_links``, Glance and Ironic in ``next``, Keystone and Designate
    in ``links``.
    """
    if not isinstance(body, Mapping):
        return None
    links = body.get("links")
    address = body.get("next") or (links.get("next") if isinstance(links, Mapping) else None) or _linked(body)
    return dict(parse_qsl(urlsplit(address).query)) or None if isinstance(address, str) else None


def _linked(body: Mapping[str, Any]) -> str | None:
    lists = (value for key, value in body.items() if key.endswith("_links") and isinstance(value, list))
    links = (link for found in lists for link in found if isinstance(link, Mapping))
    return next((link.get("href") for link in links if link.get("rel") == "next"), None)
