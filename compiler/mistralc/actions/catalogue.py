"""The catalogue of actions by name. Data only: no client library is imported."""

from __future__ import annotations

from enum import Enum
from functools import cache

from mistralc.actions.openstack import find_openstack, names
from mistralc.actions.signature import ActionSignature
from mistralc.actions.standard import STANDARD
from mistralc.diagnostics.nearest import nearest as nearest_of

_BY_NAME = {signature.name: signature for signature in STANDARD}

OPENSTACK_SERVICES = frozenset({
    "aodh", "barbican", "baremetal_introspection", "cinder", "designate", "glance", "gnocchi", "heat", "ironic",
    "keystone", "magnum", "manila", "mistral", "murano", "neutron", "nova", "qinling", "senlin", "swift",
    "swiftservice", "tacker", "trove", "vitrage", "watcher", "zaqar", "zun",
})  # fmt: skip
"""First parts of the action names that Mistral makes, or once made, from OpenStack's client libraries."""


CREATES_CRON_TRIGGERS = "mistral.cron_triggers_create"
"""The action that needs a DAG of its own: what starts workflows at times."""


class Standing(Enum):
    """How the compiler stands to an action name."""

    AVAILABLE = "runs"
    UNSUPPORTED = "Mistral's own, and cannot run on Airflow"
    UNKNOWN = "not Mistral's own: a custom action, or a mistake"


def standing(name: str) -> Standing:
    """What the compiler can do with an action name."""
    action = find_openstack(name) if is_openstack(name) else None
    if name in _BY_NAME or (action and action.supported):
        return Standing.AVAILABLE
    return Standing.UNSUPPORTED if is_openstack(name) else Standing.UNKNOWN


def unsupported(name: str) -> tuple[str, str]:
    """Why an action cannot run, and what to do instead."""
    action = find_openstack(name)
    if action:
        return action.unsupported, action.remedy
    service = name.partition(".")[0]
    if not known_names(service):
        return f"Mistral has no actions of {service} any more", "call its API with `std.http`"
    near = nearest_of(name, known_names(service))
    return (
        f"there is no such action of {service}",
        f"did you mean '{near}'?" if near else f"see `mistralc actions {service}`",
    )


def is_openstack(name: str) -> bool:
    """Whether the name is one that Mistral makes from a client library, or would be."""
    return "." in name and name.partition(".")[0] in OPENSTACK_SERVICES


def find(name: str) -> ActionSignature | None:
    """The signature of an action, also of one that cannot run; None when it is not in the catalogue."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    action = find_openstack(name) if is_openstack(name) else None
    return action.signature if action else None


@cache
def known_names(service: str) -> tuple[str, ...]:
    """The actions of one service, of `std` too."""
    return tuple(name for name in (*_BY_NAME, *names()) if name.partition(".")[0] == service)


def nearest(name: str) -> str | None:
    """The action whose name an author probably meant, None when nothing is near."""
    return nearest_of(name, known_names(name.partition(".")[0]) if is_openstack(name) else _BY_NAME)
