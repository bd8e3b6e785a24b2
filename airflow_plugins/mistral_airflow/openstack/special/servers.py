"""Making and rebuilding servers, as novaclient `v2/servers.py` makes the requests; Nova's versions."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from mistral_airflow.openstack.caller import Caller
from mistral_airflow.openstack.errors import Refused
from mistral_airflow.openstack.results import content

Arguments = Mapping[str, Any]

_PLAIN = {
    "meta": "metadata", "key_name": "key_name", "config_drive": "config_drive", "admin_pass": "adminPass",
    "availability_zone": "availability_zone", "description": "description", "tags": "tags",
    "trusted_image_certificates": "trusted_image_certificates", "host": "host",
    "hypervisor_hostname": "hypervisor_hostname", "hostname": "hostname",
}  # fmt: skip
_EVEN_EMPTY = {"disk_config": "OS-DCF:diskConfig", "access_ip_v4": "accessIPv4", "access_ip_v6": "accessIPv6"}
_FIRST = {"boot_index": 0, "delete_on_termination": True}
_NIC = (
    ("net-id", "uuid"), ("v4-fixed-ip", "fixed_ip"), ("v6-fixed-ip", "fixed_ip"), ("port-id", "port"), ("tag", "tag"),
)  # fmt: skip


def create_server(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """The new server; with `reservation_id` the id of the reservation."""
    body: dict[str, Any] = {"server": _server(arguments)}
    if arguments.get("scheduler_hints"):
        body["os:scheduler_hints"] = arguments["scheduler_hints"]
    answer = content(caller.answer("POST", "/servers", json=body))
    return answer["reservation_id"] if arguments.get("reservation_id") else answer["server"]


def _server(arguments: Arguments) -> dict[str, Any]:
    _check(arguments)
    least = arguments.get("min_count") or 1
    image = arguments.get("image")
    return {
        "name": arguments["name"],
        "imageRef": str(image) if image else "",
        "flavorRef": str(arguments["flavor"]),
        **{field: arguments[name] for name, field in _PLAIN.items() if arguments.get(name)},
        **{field: arguments[name] for name, field in _EVEN_EMPTY.items() if arguments.get(name) is not None},
        **({"return_reservation_id": True} if arguments.get("reservation_id") else {}),
        **({"user_data": _encoded(arguments["userdata"])} if arguments.get("userdata") else {}),
        "min_count": least,
        "max_count": arguments.get("max_count") or least,
        **_security_groups(arguments.get("security_groups")),
        **_devices(arguments),
        **_networks(arguments.get("nics")),
    }


def _check(arguments: Arguments) -> None:
    """What the client itself refuses: `nics` may be missing only in old Novas, and files never arrive."""
    if arguments.get("files"):
        raise Refused("'files' argument is only allowed for microversions 2.0 - 2.56. Use userdata instead")
    least, most = arguments.get("min_count") or 1, arguments.get("max_count") or 0
    if most and least > most:
        raise Refused("min_count should be <= max_count")


def _encoded(text: Any) -> str:
    return base64.b64encode(str(text).encode()).decode()


def _security_groups(names: list[str] | None) -> dict[str, Any]:
    return {"security_groups": [{"name": name} for name in names]} if names else {}


def _devices(arguments: Arguments) -> dict[str, Any]:
    if old := arguments.get("block_device_mapping"):
        return {"block_device_mapping": [_mapping(device, str(text)) for device, text in old.items()]}
    devices = arguments.get("block_device_mapping_v2")
    if not devices:
        return {}
    image = arguments.get("image")
    first = {"uuid": image, "source_type": "image", "destination_type": "local", **_FIRST}
    return {"block_device_mapping_v2": [*([first] if image else []), *devices]}


def _mapping(device: str, text: str) -> dict[str, Any]:
    """``<id>:[<type>]:[<size(GiB)>]:[<delete_on_terminate>]``."""
    source, kind, size, delete, *_ = [*text.split(":"), "", "", ""]
    return {
        "device_name": device,
        "snapshot_id" if kind.startswith("snap") else "volume_id": source,
        **({"volume_size": str(int(size))} if size else {}),
        **({"delete_on_termination": delete} if text.count(":") >= 3 else {}),
    }


def _networks(nics: Any) -> dict[str, Any]:
    if not nics:
        return {"networks": "auto"}
    if isinstance(nics, str):
        return {"networks": nics}
    return {"networks": [{ours: nic[theirs] for theirs, ours in _NIC if nic.get(theirs)} for nic in nics]}


_REBUILT = {
    "password": "adminPass", "disk_config": "OS-DCF:diskConfig", "name": "name", "meta": "metadata",
    "trusted_image_certificates": "trusted_image_certificates", "hostname": "hostname",
}  # fmt: skip


def rebuild_server(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """The server as it will be. A description, a key and user data may be set to null; what is not given stays."""
    _check(arguments)
    rebuild: dict[str, Any] = {"imageRef": arguments["image"]}
    rebuild.update((field, arguments[name]) for name, field in _REBUILT.items() if arguments.get(name) is not None)
    if arguments.get("preserve_ephemeral"):
        rebuild["preserve_ephemeral"] = True
    rebuild.update((name, arguments[name]) for name in ("description", "key_name") if arguments.get(name) is not None)
    if arguments.get("userdata"):
        rebuild["user_data"] = _encoded(arguments["userdata"])
    answer = caller.answer("POST", f"/servers/{arguments['server']}/action", json={"rebuild": rebuild})
    return content(answer)["server"]


def compute_versions(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """The versions of the API, which stand above the address of the one that is used."""
    address = str(caller.adapter.get_endpoint() or "").rpartition("/v2")[0]
    return caller.get(f"{address}/")["versions"]
