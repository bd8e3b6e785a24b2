"""What a service says when it refuses, in the words of Mistral."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from requests import Response

from mistral_airflow.flow.errors import ActionError


class ServiceError(Exception):
    """An answer of a service with an error status, worded as the legacy clients word it."""

    def __init__(self, status: int, message: str, request_id: str | None = None) -> None:
        trailer = f" (Request-ID: {request_id})" if request_id else ""
        super().__init__(f"{message} (HTTP {status}){trailer}")
        self.status = status
        self.message = message
        self.request_id = request_id


class Refused(Exception):
    """The call is not sent: its arguments do not fit together, or nothing fits them."""


def failed(title: str, method: str, error: Exception) -> ActionError:
    """The error of an action, as mistral-extra `actions/openstack/base.py` words it."""
    return ActionError(f"{title}.{method} failed: {error}")


def refusal(response: Response) -> ServiceError:
    """The error in an answer."""
    request_id = response.headers.get("x-openstack-request-id") or response.headers.get("x-compute-request-id")
    return ServiceError(response.status_code, _message(response), request_id)


def _message(response: Response) -> str:
    """The message that stands in the body: services nest it in different ways."""
    try:
        body = response.json()
    except ValueError:
        return _page(response.text) or str(response.reason)
    return _text(body) or str(response.reason)


def _page(text: str) -> str:
    """The words of an error page, without its markup and title."""
    body = re.sub(r"(?s)<head>.*?</head>|<h1>.*?</h1>", "", text)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


_KEYS = ("message", "faultstring", "error_message", "detail", "description", "title")


def _text(body: Any) -> str:
    if isinstance(body, str):
        return body
    if isinstance(body, list):
        return _text(body[0]) if body else ""
    if not isinstance(body, dict):
        return ""
    found = next((body[key] for key in _KEYS if body.get(key)), None)
    return _text(found) if found else next((text for text in map(_text, body.values()) if text), "")
