"""The services behind the first parts of action names: where openstacksdk has them, which API version is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from keystoneauth1.adapter import Adapter
from openstack.connection import Connection
from openstack.utils import maximum_supported_microversion


@dataclass(frozen=True)
class Service:
    """One service. Mistral's clients ask for the newest version that both they and the server know (`newest`), or
    always for one (`fixed`)."""

    title: str
    """The name of Mistral's class, as error messages have it: ``NovaAction``."""
    proxy: str
    """The attribute of an openstacksdk connection."""
    newest: str | None = None
    fixed: str | None = None
    names_clients: bool = False
    """Every request says which client sends it (`Client-ID`)."""

    def adapter(self, connection: Connection) -> Adapter:
        """The proxy of openstacksdk, which is a keystoneauth adapter."""
        found: Adapter = getattr(connection, self.proxy)
        return found

    def microversion(self, adapter: Adapter) -> str | None:
        """The version to ask for, None where the service has none. Discovery is kept by keystoneauth."""
        return self.fixed or maximum_supported_microversion(adapter, self.newest)


SERVICES = {
    "nova": Service("NovaAction", "compute", newest="2.96"),
    "glance": Service("GlanceAction", "image"),
    "keystone": Service("KeystoneAction", "identity"),
    "heat": Service("HeatAction", "orchestration"),
    "neutron": Service("NeutronAction", "network"),
    "cinder": Service("CinderAction", "block_storage", newest="3.71"),
    "trove": Service("TroveAction", "database"),
    "ironic": Service("IronicAction", "baremetal", fixed="1.34"),
    "baremetal_introspection": Service("BaremetalIntrospectionAction", "baremetal_introspection"),
    "swift": Service("SwiftAction", "object_store"),
    "swiftservice": Service("SwiftServiceAction", "object_store"),
    "zaqar": Service("ZaqarAction", "message", names_clients=True),
    "designate": Service("DesignateAction", "dns"),
    "magnum": Service("MagnumAction", "container_infrastructure_management"),
    "manila": Service("ManilaAction", "shared_file_system", newest="2.98"),
    "zun": Service("ZunAction", "application_container", newest="1.40"),
    "aodh": Service("AodhAction", "alarm"),
    "gnocchi": Service("GnocchiAction", "metric"),
}
"""The versions are those of the clients that Mistral 23 runs with."""
