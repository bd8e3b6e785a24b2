"""Waits that have become pointless: a server in ERROR does not become ACTIVE, however often one looks.

Two forms of waiting are known: `*_find` with the wished status, which fails until there is such a resource, and
`*_get`, whose result the retry policy looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Perform = Callable[[str, dict[str, Any]], Any]


@dataclass(frozen=True)
class Resource:
    """A kind of resource that can end in an error: what it is `called`, how it is looked at, how it should be."""

    called: str
    get: str
    parameter: str
    goal: str
    bad: tuple[str, ...]

    def failed(self, state: Any) -> bool:
        """Whether a resource that is shown like this has ended in an error."""
        return isinstance(state, Mapping) and str(state.get("status")).lower() in self.bad

    def reason(self, state: Mapping[str, Any]) -> str:
        """What its service says about it."""
        fault = state.get("fault")
        message = fault.get("message") if isinstance(fault, Mapping) else None
        which = state.get("name") or state.get("id")
        return f"The {self.called} {which} is in {state['status']}: {message or 'its service does not say why'}"


_SERVER = Resource("server", "nova.servers_get", "server", "ACTIVE", ("error",))
_VOLUME = Resource("volume", "cinder.volumes_get", "volume_id", "available", ("error", "error_restoring"))
_SNAPSHOT = Resource("snapshot", "cinder.volume_snapshots_get", "snapshot_id", "available", ("error",))
_IMAGE = Resource("image", "glance.images_get", "image_id", "active", ("killed", "deleted"))

_FOUND_BY = {
    "nova.servers_find": _SERVER,
    "cinder.volumes_find": _VOLUME,
    "cinder.volume_snapshots_find": _SNAPSHOT,
}
_GOT_BY = {resource.get: resource for resource in (_SERVER, _VOLUME, _SNAPSHOT, _IMAGE)}


def of_find(action: str, arguments: Mapping[str, Any], perform: Perform) -> str | None:
    """Why a `*_find` that failed will fail for ever; None when the resource may still come to the wished status.

    Looks at the resource, so it must be named by its id. Raises what `perform` raises.
    """
    resource, wished = _FOUND_BY.get(action), str(arguments.get("status") or "")
    if resource is None or not arguments.get("id") or not wished or wished.lower() in resource.bad:
        return None
    state = perform(resource.get, {resource.parameter: arguments["id"]})
    return resource.reason(state) if resource.failed(state) else None


def of_get(action: str, result: Any) -> tuple[str, Any] | None:
    """For the result of a `*_get` that shows an error: the reason, and what the result would be without it."""
    resource = _GOT_BY.get(action)
    if resource is None or not resource.failed(result):
        return None
    return resource.reason(result), {**result, "status": resource.goal}
