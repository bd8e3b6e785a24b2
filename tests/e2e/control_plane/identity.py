"""Users, roles and endpoints: made, or brought up to date."""

from __future__ import annotations

from typing import Any

from tests.e2e.control_plane.plane import Plane

NAMES = {
    "identity": "keystone", "image": "glance", "placement": "placement", "compute": "nova", "network": "neutron",
    "block-storage": "cinder", "volumev3": "cinderv3", "workflowv2": "mistral",
}  # fmt: skip


def make(plane: Plane, connection: Any) -> None:
    """The services' users, the ordinary member `demo`, the catalogue of endpoints."""
    identity = connection.identity
    domain = identity.find_domain("Default")

    def project(name: str) -> Any:
        return identity.find_project(name, domain_id=domain.id) or identity.create_project(
            name=name, domain_id=domain.id
        )

    def user(name: str, where: Any, *roles: str) -> None:
        found = identity.find_user(name, domain_id=domain.id) or identity.create_user(
            name=name, domain_id=domain.id, password=plane.secret
        )
        for role in roles:
            known = identity.find_role(role) or identity.create_role(name=role)
            identity.assign_project_role_to_user(where, found, known)

    for name in ("nova", "neutron", "glance", "placement", "cinder", "mistral"):
        user(name, project("service"), "admin", "service")
    user("demo", project("demo"), "member")
    _endpoints(plane, identity)


def _endpoints(plane: Plane, identity: Any) -> None:
    services = {service.type: service for service in identity.services()}
    known = {(endpoint.service_id, endpoint.interface): endpoint for endpoint in identity.endpoints()}
    for kind, url in plane.endpoints.items():
        service = services.get(kind) or identity.create_service(type=kind, name=NAMES[kind])
        for interface in ("public", "internal", "admin"):
            endpoint = known.get((service.id, interface))
            if endpoint is None:
                identity.create_endpoint(service_id=service.id, interface=interface, url=url, region_id="RegionOne")
            elif endpoint.url != url:
                identity.update_endpoint(endpoint, url=url)
