"""The catalogue of actions: what is there and how it is called, what comes later, what is somebody else's."""

from mistralc.actions.catalogue import AVAILABLE, OPENSTACK_SERVICES, Standing, find, nearest, standing
from mistralc.actions.signature import CONNECTION, ActionSignature, Parameter
from mistralc.actions.standard import STANDARD

__all__ = [
    "AVAILABLE",
    "CONNECTION",
    "OPENSTACK_SERVICES",
    "STANDARD",
    "ActionSignature",
    "Parameter",
    "Standing",
    "find",
    "nearest",
    "standing",
]
