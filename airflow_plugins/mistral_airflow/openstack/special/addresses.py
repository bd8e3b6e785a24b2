"""What Nova's client once did with floating IPs, and where it looks things up in other services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mistral_airflow.openstack.caller import Caller
from mistral_airflow.openstack.errors import Refused

Arguments = Mapping[str, Any]


def find_image(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """The image of that name or id."""
    wanted = arguments["name_or_id"]
    named = caller.get("/images", name=wanted)["images"] or [
        image for image in caller.get("/images")["images"] if image["id"] == wanted
    ]
    return _one(named, "image", wanted)


def find_network(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """The network of that name or id."""
    wanted = arguments["name"]
    found = caller.get("/networks", id=wanted)["networks"] or caller.get("/networks", name=wanted)["networks"]
    return _one(found, "network", wanted)


def nova_floating_ips(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """Floating IPs in the form Nova gave them: id, ip, fixed_ip, instance_id, pool."""
    network = caller.to("neutron")
    networks = {item["id"]: item["name"] for item in network.get("/networks", **{"router:external": True})["networks"]}
    ports = {item["id"]: item["device_id"] for item in network.get("/ports")["ports"]}
    addresses = [
        {
            "id": item["id"],
            "ip": item["floating_ip_address"],
            "fixed_ip": item["fixed_ip_address"],
            "instance_id": ports.get(item["port_id"]),
            "pool": networks.get(item["floating_network_id"]),
        }
        for item in network.get("/floatingips")["floatingips"]
    ]
    wanted = arguments.get("kwargs") or {}
    return [item for item in addresses if all(item.get(name, ...) == value for name, value in wanted.items())]


def add_floating_ip(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> None:
    """Associate the address with a port of the server: that of `fixed_address`, its first one otherwise."""
    network, server = caller.to("neutron"), arguments["server"]
    fixed = arguments.get("fixed_address")
    for port in network.get("/ports", device_id=server)["ports"]:
        for at in port["fixed_ips"]:
            if fixed in (None, at["ip_address"]) and ":" not in at["ip_address"]:
                target = {"port_id": port["id"], "fixed_ip_address": at["ip_address"]}
                _change(network, arguments["address"], target)
                return
    raise Refused(f"Server {server} has no port{f' with the address {fixed}' if fixed else ''} (HTTP 400)")


def remove_floating_ip(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> None:
    """Take the address from the server."""
    _change(caller.to("neutron"), arguments["address"], {"port_id": None})


def _change(network: Caller, address: str, target: Mapping[str, Any]) -> None:
    found = network.get("/floatingips", floating_ip_address=address)["floatingips"]
    path = f"/floatingips/{_one(found, 'floating IP', address)['id']}"
    network.answer("PUT", path, json={"floatingip": target})


def _one(found: list[dict[str, Any]], what: str, wanted: str) -> dict[str, Any]:
    if len(found) == 1:
        return found[0]
    raise Refused(f"{'No' if not found else 'More than one'} {what} matching {wanted} (HTTP {400 if found else 404})")
