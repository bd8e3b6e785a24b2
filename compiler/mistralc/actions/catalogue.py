"""The catalogue of actions by name. Data only: no client library is imported."""

from __future__ import annotations

from enum import Enum

from mistralc.actions.openstack import find_openstack
from mistralc.actions.signature import ActionSignature
from mistralc.actions.standard import STANDARD
from mistralc.diagnostics.nearest import nearest as nearest_of

_BY_NAME = {signature.name: signature for signature in STANDARD}

AVAILABLE = frozenset(_BY_NAME)

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
    if find(name):
        return Standing.AVAILABLE
    if name.partition(".")[0] in OPENSTACK_SERVICES and "." in name:
        return Standing.LATER
    return Standing.UNKNOWN


def find(name: str) -> ActionSignature | None:
    """The signature of an action, None when it is not in the catalogue."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    action = find_openstack(name)
    return action.signature if action and action.supported else None


def nearest(name: str) -> str | None:
    """The action whose name an author probably meant, None when nothing is near."""
    return nearest_of(name, _BY_NAME)
