"""std.http and std.mistral_http: requests as mistral `actions/std_actions.py` sends them and reads their answers."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter

from mistral_airflow.actions.action import Execution
from mistral_airflow.actions.connections import connection
from mistral_airflow.actions.egress import EgressPolicy, UrlNotAllowed
from mistral_airflow.flow.errors import ActionError, CallFault
from mistral_airflow.options import HTTP_MAX_RESPONSE_BYTES, HTTP_TIMEOUT
from mistralc.expressions.json_data import to_primitive

LOG = logging.getLogger(__name__)

_SUCCESS = range(200, 307)

_FAILURES = (requests.RequestException, OSError, ValueError, TypeError, AttributeError)
"""What requests raises, for arguments it cannot make a request of too."""


def http(
    *,
    url: str,
    method: str = "GET",
    params: Any = None,
    body: Any = None,
    json: Any = None,
    headers: dict[str, Any] | None = None,
    cookies: dict[str, str] | None = None,
    auth: str | None = None,
    timeout: float | None = None,
    allow_redirects: Any = None,
    proxies: dict[str, str] | None = None,
    verify: bool | str | None = None,
    conn_id: str | None = None,
) -> dict[str, Any]:
    """Send a request; its answer as a dict. Raises ActionError with that dict when the status is no success.

    Raises UrlNotAllowed where the egress policy forbids it, RuntimeError when there is no answer or none that is
    taken, CallFault for arguments that exclude each other.
    """
    if body and json:
        raise CallFault("Only one of the parameters 'json' and 'body' can be passed")
    login = _login(auth)
    if conn_id is not None:
        url, login, headers = _with_connection(conn_id, url, login, headers)
    request = {
        "params": params, "data": _json_text(body) if isinstance(body, dict) else body, "json": json,
        "headers": _header_texts(headers), "cookies": cookies, "auth": login,
        "timeout": timeout if timeout is not None else float(HTTP_TIMEOUT.text()) or None,
        "allow_redirects": allow_redirects, "proxies": proxies,
        "verify": verify if urlsplit(url).scheme == "https" else None,
    }  # fmt: skip
    result = _send(method, url, request)
    if result["status"] not in _SUCCESS:
        raise ActionError(result)
    return result


def mistral_http(execution: Execution, /, *, headers: dict[str, Any] | None = None, **arguments: Any) -> dict[str, Any]:
    """The same with headers that say whose result is wanted, and where to give it."""
    whose = {
        "Mistral-Workflow-Name": execution.workflow,
        "Mistral-Workflow-Execution-Id": execution.workflow_execution_id,
        "Mistral-Task-Id": execution.task_id,
        "Mistral-Action-Execution-Id": execution.action_execution_id,
        "Mistral-Callback-URL": execution.callback_url,
    }
    return http(headers={**(headers or {}), **whose}, **arguments)


class _GuardedAdapter(HTTPAdapter):
    """Asks the policy for each request, those that follow redirects included."""

    def __init__(self, policy: EgressPolicy) -> None:
        super().__init__()
        self._policy = policy

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        self._policy.check(request.url or "")
        return super().send(request, *args, **kwargs)


def _send(method: str, url: str, request: dict[str, Any]) -> dict[str, Any]:
    policy = EgressPolicy.configured()
    policy.check(url)
    with requests.Session() as session:
        for scheme in ("http://", "https://"):
            session.mount(scheme, _GuardedAdapter(policy))
        try:
            with session.request(method, url, stream=True, **request) as response:
                _check_size(response)
                length = len(response.content)
        except (UrlNotAllowed, _TooLarge):
            raise
        except _FAILURES as error:
            raise RuntimeError(f"Failed to send HTTP request: {error}") from None
    LOG.info("%s %s: %s %s, %d bytes", method, _shown(url), response.status_code, response.reason, length)
    return _answer(response)


class _TooLarge(Exception):
    pass


def _check_size(response: requests.Response) -> None:
    """By what the server declares: an answer without a length is bounded by the timeout only, as in Mistral."""
    limit, declared = int(HTTP_MAX_RESPONSE_BYTES.text()), response.headers.get("Content-Length", "")
    if limit and declared.isdigit() and int(declared) > limit:
        raise _TooLarge(f"HTTP response is too large (Content-Length={declared}, limit={limit} bytes).")


def _answer(response: requests.Response) -> dict[str, Any]:
    return {
        "content": _content(response),
        "status": response.status_code,
        "headers": dict(response.headers.items()),
        "url": response.url,
        "history": to_primitive(response.history),
        "encoding": response.encoding,
        "reason": response.reason,
        "cookies": dict(response.cookies.items()),
        "elapsed": response.elapsed.total_seconds(),
    }


def _content(response: requests.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return response.content.decode(response.encoding or "utf-8")


def _login(auth: str | None) -> tuple[str, str] | None:
    if not auth:
        return None
    if not isinstance(auth, str):
        raise CallFault(f"`auth` must be text, 'user:password', not {auth!r}")
    user, colon, password = auth.partition(":")
    if not colon:
        raise ValueError("`auth` must be 'user:password'; a token is sent as a header Authorization")
    return user, password


def _header_texts(headers: dict[str, Any] | None) -> dict[str, Any] | None:
    if not isinstance(headers, dict):
        return headers
    return {name: str(value) if isinstance(value, int | float) else value for name, value in headers.items()}


def _json_text(body: dict[str, Any]) -> str:
    import json

    return json.dumps(to_primitive(body))


def _shown(url: str) -> str:
    """The address without what may be secret in it: a login, and the query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}{parts.path}"


def _with_connection(
    conn_id: str, url: str, login: tuple[str, str] | None, headers: dict[str, Any] | None
) -> tuple[str, tuple[str, str] | None, dict[str, Any] | None]:
    """URL, login and headers, completed as Airflow's http provider reads a connection.

    Raises ValueError when the connection is for another host: its credentials are not for that one.
    """
    found = connection(conn_id)
    base = _base_address(found)
    if base and not urlsplit(url).scheme:
        url = urljoin(f"{base.rstrip('/')}/", url.lstrip("/"))
    if base and urlsplit(base).hostname != urlsplit(url).hostname:
        raise ValueError(f"The connection '{conn_id}' is for {urlsplit(base).hostname}, the url for {_shown(url)}")
    if login is None and found.login:
        login = (found.login, found.password or "")
    extra = {name: value for name, value in found.extra_dejson.items() if name not in _NO_HEADERS}
    return url, login, {**extra, **(headers or {})}


_NO_HEADERS = frozenset({
    "allow_redirects", "auth_kwargs", "auth_type", "cert", "check_response", "headers", "max_redirects", "proxies",
    "proxy", "stream", "timeout", "trust_env", "verify",
})  # fmt: skip
"""Extra fields of an http connection that are no headers to Airflow's http provider."""


def _base_address(found: Any) -> str | None:
    host = str(found.host or "")
    if not host:
        return None
    base = host if "://" in host else f"{found.schema or 'http'}://{host}"
    return f"{base}:{found.port}" if found.port and urlsplit(base).port is None else base
