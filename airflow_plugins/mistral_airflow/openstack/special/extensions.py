"""Extensions of Neutron that its client does not know: the workflow says the address, with `%s` for the id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mistral_airflow.openstack.caller import Caller
from mistral_airflow.openstack.request import Request
from mistral_airflow.openstack.results import content

Arguments = Mapping[str, Any]


def list_extension(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """The collection, all pages of it."""
    request = Request("GET", str(arguments["path"]), query=arguments.get("_params") or {}, pages=True)
    return caller.result(request, str(arguments["collection"]))


def show_extension(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """One of them."""
    return content(caller.answer("GET", _address(arguments), params=arguments.get("_params") or {}))


def update_extension(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """One of them, changed."""
    return content(caller.answer("PUT", _address(arguments), json=arguments.get("body")))


def delete_extension(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> None:
    """Delete one of them."""
    caller.answer("DELETE", _address(arguments))


def _address(arguments: Arguments) -> str:
    return str(arguments["path"]).replace("%s", quote(str(arguments["id"]), safe=""), 1)
