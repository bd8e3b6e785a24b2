"""What openstacksdk sends: its proxy methods by the request each makes, and the fields its resources have."""

from __future__ import annotations

import importlib
import inspect
import re
import typing
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from keystoneauth1 import session
from keystoneauth1.token_endpoint import Token
from openstack.connection import Connection

from tools.openstack_actions.clients import BASE
from tools.openstack_actions.wire import recorded

PROXIES = {
    "nova": ("compute", "openstack.compute.v2"),
    "neutron": ("network", "openstack.network.v2"),
    "glance": ("image", "openstack.image.v2"),
    "keystone": ("identity", "openstack.identity.v3"),
    "cinder": ("block_storage", "openstack.block_storage.v3"),
    "heat": ("orchestration", "openstack.orchestration.v1"),
    "ironic": ("baremetal", "openstack.baremetal.v1"),
    "baremetal_introspection": ("baremetal_introspection", "openstack.baremetal_introspection.v1"),
    "swift": ("object_store", "openstack.object_store.v1"),
    "designate": ("dns", "openstack.dns.v2"),
    "manila": ("shared_file_system", "openstack.shared_file_system.v2"),
    "trove": ("database", "openstack.database.v1"),
    "zaqar": ("message", "openstack.message.v2"),
    "magnum": ("container_infrastructure_management", "openstack.container_infrastructure_management.v1"),
}
"""Service → attribute of a connection, module of its proxy."""

Key = tuple[str, str, str]
"""Method, path with ``*`` for what stands in it, name of the action in the body."""


class Sent(typing.NamedTuple):
    method: str
    """The proxy method."""
    fields: tuple[str, ...]
    """What the resource it gives has, under the names of the API."""


def methods(service: str) -> dict[Key, Sent]:
    """The proxy methods of a service by what they send. Of two for one request the shorter name stands."""
    attribute, module = PROXIES[service]
    proxy_class = importlib.import_module(f"{module}._proxy").Proxy
    found: dict[Key, Sent] = {}
    for name in sorted(vars(proxy_class), key=lambda name: (len(name), name)):
        for request in _requests(proxy_class, attribute, name):
            fields = _fields(vars(proxy_class)[name])
            found.setdefault(key_of(request), Sent(f"{attribute}.{name}", fields))
    return found


def key_of(request: Mapping[str, Any]) -> Key:
    """What makes two requests the same call."""
    path = re.sub(r"zz\w+?zz|\{\w+(:/)?\}", "*", request["path"]).strip("/")
    body = request.get("body")
    action = next(iter(body), "") if path.endswith("/action") and isinstance(body, dict) else ""
    return request["method"] if isinstance(request["method"], str) else "*", re.sub(r"^v\d[\d.]*/", "", path), action


def _requests(proxy_class: Any, attribute: str, name: str) -> Iterator[dict[str, Any]]:
    """The one request of a method called with nothing but what it needs."""
    function = vars(proxy_class)[name]
    if name.startswith(("_", "wait_", "find_")) or not inspect.isfunction(function):
        return
    needed = [
        p for p in list(inspect.signature(function).parameters.values())[1:]
        if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD
    ]  # fmt: skip
    proxy = proxy_class(
        session=session.Session(auth=Token(BASE, "token")), service_type=attribute, endpoint_override=BASE
    )
    proxy._connection = Connection(session=proxy.session)
    proxy.get_endpoint_data = lambda *arguments, **options: None
    with recorded() as sent, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            result = function(proxy, *(f"zz{p.name}zz" for p in needed))
            if inspect.isgenerator(result):
                next(result, None)
        except Exception:  # noqa: BLE001  # what it says of an answer that is none is of no interest
            pass
    if len(sent) == 1:
        yield sent[0]


def _fields(function: Any) -> tuple[str, ...]:
    """The fields of the resource that the method gives, from its annotation."""
    try:
        annotation = typing.get_type_hints(function).get("return")
    except Exception:  # noqa: BLE001  # names that are there for type checkers only
        return ()
    for candidate in (annotation, *typing.get_args(annotation)):
        if inspect.isclass(candidate) and hasattr(candidate, "_body_mapping"):
            return tuple(sorted(candidate._body_mapping()))
    return ()
