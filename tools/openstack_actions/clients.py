"""The legacy clients, made as Mistral makes them, but for an address where nobody answers.

Needs the clients of `requirements.txt`; only `record` imports this.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from keystoneauth1 import session
from keystoneauth1.token_endpoint import Token

BASE = "http://api.test"


def _session() -> Any:
    return session.Session(auth=Token(BASE, "token"))


def _client(module: str, *arguments: Any, **options: Any) -> Any:
    return importlib.import_module(module).Client(*arguments, **options)


def _trove() -> Any:
    client = _client("troveclient.v1.client", "user", "password", project_id="project", auth_url=BASE)
    client.client.auth_token, client.client.management_url = "token", BASE
    return client


def _inspector() -> Any:
    http = importlib.import_module("ironic_inspector_client.common.http")
    http.BaseClient.server_api_versions = lambda self: ((1, 0), (1, 18))
    return importlib.import_module("ironic_inspector_client.v1").ClientV1(session=_session(), inspector_url=BASE)


def _manila() -> Any:
    newest = importlib.import_module("manilaclient").API_MAX_VERSION
    client = _client("manilaclient.client", newest, input_auth_token="token", service_catalog_url=BASE)
    client.client.service_catalog_url = BASE
    return client


def _zun() -> Any:
    versions = importlib.import_module("zunclient.api_versions")
    newest = versions.APIVersion(versions.MAX_API_VERSION)
    return _client("zunclient.v1.client", newest, endpoint_override=BASE, auth_url=BASE, session=_session())


def unwrap_results() -> None:
    """Keep clients from copying an answer into an object that also knows the response."""
    nova = importlib.import_module("novaclient.base")
    neutron = importlib.import_module("neutronclient.v2_0.client")
    for owner in (nova.Manager, neutron.ClientBase):
        for name in ("convert_into_with_meta", "_convert_into_with_meta"):
            if hasattr(owner, name):
                setattr(owner, name, lambda self, item, response: item)


CLIENTS: Mapping[str, Callable[[], Any]] = {
    "nova": lambda: _client("novaclient.client", "2.96", session=_session(), endpoint_override=BASE),
    "glance": lambda: _client("glanceclient", "2", endpoint=BASE, session=_session()),
    "keystone": lambda: _client("keystoneclient.v3.client", endpoint_override=BASE, session=_session()),
    "heat": lambda: _client("heatclient.client", "1", endpoint_override=BASE, session=_session()),
    "neutron": lambda: _client("neutronclient.v2_0.client", endpoint_override=BASE, session=_session()),
    "cinder": lambda: _client("cinderclient.client", "3.71", endpoint_override=BASE, session=_session()),
    "trove": _trove,
    "ironic": lambda: _client(
        "ironicclient.v1.client", os_ironic_api_version="1.34", endpoint_override=BASE, session=_session()
    ),
    "baremetal_introspection": _inspector,
    "designate": lambda: _client("designateclient.v2.client", session=_session(), endpoint_override=BASE),
    "magnum": lambda: _client("magnumclient.v1.client", magnum_url=BASE, session=_session()),
    "manila": _manila,
    "zun": _zun,
    "aodh": lambda: _client("aodhclient.v2.client", _session(), endpoint_override=BASE),
    "gnocchi": lambda: _client("gnocchiclient.v1.client", _session(), adapter_options={"endpoint_override": BASE}),
}
"""First part of the action names → how its client is made. Swift, Zaqar and Mistral are written by hand."""
