"""The catalogue of actions: how each is called, what it gives, and which cannot run on Airflow."""

from mistralc.actions.catalogue import (
    CREATES_CRON_TRIGGERS,
    OPENSTACK_SERVICES,
    Standing,
    find,
    is_openstack,
    known_names,
    nearest,
    standing,
    unsupported,
)
from mistralc.actions.signature import CONNECTION, ActionSignature, Parameter
from mistralc.actions.standard import STANDARD

__all__ = [
    "CONNECTION",
    "CREATES_CRON_TRIGGERS",
    "OPENSTACK_SERVICES",
    "STANDARD",
    "ActionSignature",
    "Parameter",
    "Standing",
    "find",
    "is_openstack",
    "known_names",
    "nearest",
    "standing",
    "unsupported",
]
