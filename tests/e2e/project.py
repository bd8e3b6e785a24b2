"""What the scenarios stand on: a project with a network to the outside, an image, a flavor."""

from __future__ import annotations

import io
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

PATIENCE = 120.0
PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFcAGHsd2cIFdJSF0vmOhDhtLQFNMXyPPo1jiVPtcmGU e2e"


@dataclass(frozen=True)
class Project:
    """Ids, and names where workflows take names. `connection` acts in the project."""

    id: str
    name: str
    connection: Any
    image: str
    image_name: str
    flavor: str
    flavor_name: str
    network: str
    network_name: str
    external_network: str
    external_name: str

    def server(self, name: str) -> Any:
        """A server that is ACTIVE, made past the workflows."""
        compute = self.connection.compute
        made = compute.create_server(
            name=name, image_id=self.image, flavor_id=self.flavor, networks=[{"uuid": self.network}]
        )
        return compute.wait_for_server(made, interval=0.3, wait=int(PATIENCE))

    def volume(self, name: str) -> Any:
        """A volume that is available."""
        storage = self.connection.block_storage
        return storage.wait_for_status(storage.create_volume(name=name, size=1), "available", interval=0.3)


@contextmanager
def ground(cloud: Any) -> Iterator[Project]:
    """Make a project with what scenarios need; delete it, and all that was made in it, in the end."""
    name = f"mistralc-{uuid.uuid4().hex[:8]}"
    with ExitStack() as away:
        identity, domain = cloud.identity, cloud.identity.find_domain("Default")
        project = identity.create_project(name=name, domain_id=domain.id)
        away.callback(identity.delete_project, project)
        for role in ("admin", "member"):
            found = identity.find_role(role)
            if found:
                identity.assign_project_role_to_user(project, cloud.current_user_id, found)
        connection = cloud.connect_as(project_id=project.id)
        image = connection.create_image(
            f"{name}-image", data=io.BytesIO(b"e2e" * 1024), disk_format="raw", container_format="bare", wait=True
        )
        away.callback(connection.image.delete_image, image)
        flavor = connection.compute.create_flavor(name=f"{name}-flavor", ram=64, vcpus=1, disk=1)
        away.callback(connection.compute.delete_flavor, flavor)
        network, external = _networks(cloud, connection, name, away)
        away.callback(empty, connection, name)
        yield Project(
            project.id, name, connection, image.id, image.name, flavor.id, flavor.name, network.id, network.name,
            external.id, external.name,
        )  # fmt: skip


def _networks(cloud: Any, connection: Any, name: str, away: ExitStack) -> tuple[Any, Any]:
    """A network of the project and the one it is routed to, which is not the project's and only made where none is."""
    network = connection.network.create_network(name=f"{name}-network")
    away.callback(connection.network.delete_network, network)
    subnet = connection.network.create_subnet(network_id=network.id, cidr="10.70.0.0/24", ip_version=4)
    external = next(iter(connection.network.networks(is_router_external=True)), None)
    if external is None:
        external = cloud.network.create_network(
            name="e2e-public", is_router_external=True, provider_network_type="flat",
            provider_physical_network="public",
        )  # fmt: skip
        away.callback(cloud.network.delete_network, external)
        cloud.network.create_subnet(network_id=external.id, cidr="203.0.113.0/24", ip_version=4, is_dhcp_enabled=False)
    router = connection.network.create_router(name=name, external_gateway_info={"network_id": external.id})
    away.callback(connection.network.delete_router, router)
    connection.network.add_interface_to_router(router, subnet=subnet)
    away.callback(connection.network.remove_interface_from_router, router, subnet=subnet)
    return network, external


def empty(connection: Any, name: str) -> None:
    """Delete what the scenarios left in the project `name`: a test that failed half-way leaves something."""
    compute, storage, network = connection.compute, connection.block_storage, connection.network
    for server in list(compute.servers()):
        compute.delete_server(server, ignore_missing=True)
    eventually(lambda: not list(compute.servers()))
    for snapshot in list(storage.snapshots()):
        storage.delete_snapshot(snapshot, ignore_missing=True)
    eventually(lambda: not list(storage.snapshots()))
    for volume in list(storage.volumes()):
        storage.delete_volume(volume, ignore_missing=True)
    eventually(lambda: not list(storage.volumes()))
    own = connection.current_project_id
    for address in list(network.ips(project_id=own)):
        network.delete_ip(address)
    for router in network.routers(project_id=own):
        if router.name != name:
            for port in list(network.ports(device_id=router.id, device_owner="network:router_interface")):
                network.remove_interface_from_router(router, port=port)
            network.delete_router(router)
    for other in list(network.networks(project_id=own)):
        if other.name != f"{name}-network":
            network.delete_network(other)


def eventually(happened: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """What `happened` gives as soon as it is true. Raises AssertionError after `patience` seconds."""
    end = time.monotonic() + patience
    while not (found := happened()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.3)
    return found
