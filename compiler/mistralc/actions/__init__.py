"""The catalogue of action names: what is there, what comes later, what is somebody else's."""

from mistralc.actions.catalogue import AVAILABLE, Standing, standing

__all__ = ["AVAILABLE", "Standing", "standing"]
