"""Action names known to the compiler. Data only: no client library is imported."""

from __future__ import annotations

from enum import Enum

AVAILABLE = frozenset({"std.async_noop", "std.echo", "std.fail", "std.noop", "std.sleep", "std.test_dict"})

STANDARD_LATER = frozenset(
    f"std.{name}" for name in ("email", "http", "javascript", "js", "mistral_http", "ssh", "ssh_proxied", "wait_ssh")
)

OPENSTACK_SERVICES = frozenset({
    "aodh", "barbican", "baremetal_introspection", "cinder", "designate", "glance", "gnocchi", "heat", "ironic",
    "keystone", "magnum", "manila", "mistral", "murano", "neutron", "nova", "qinling", "senlin", "swift", "tacker",
    "trove", "vitrage", "watcher", "zaqar", "zun",
})  # fmt: skip
"""First parts of the action names that Mistral makes from OpenStack's client libraries."""


class Standing(Enum):
    """How the compiler stands to an action name."""

    AVAILABLE = "runs today"
    LATER = "Mistral's own, and not compiled yet"
    UNKNOWN = "not Mistral's own: a custom action, or a mistake"


def standing(name: str) -> Standing:
    """What the compiler can do with an action name."""
    if name in AVAILABLE:
        return Standing.AVAILABLE
    if name in STANDARD_LATER or (name.partition(".")[0] in OPENSTACK_SERVICES and "." in name):
        return Standing.LATER
    return Standing.UNKNOWN
