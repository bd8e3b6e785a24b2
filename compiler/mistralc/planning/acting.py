"""What one call of an action changes: the action below ad-hoc ones, with the arguments that are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mistralc.actions import Standing, find, standing, unsupported
from mistralc.actions.openstack import find_openstack
from mistralc.analysis.ad_hoc import AdHocTable
from mistralc.model import Action, Workflow
from mistralc.planning.plan import Kind
from mistralc.planning.values import UNKNOWN, Known, passed

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that change nothing (RFC 9110, 9.2.1)."""

_SERVICES = {
    "std.email": "email",
    "std.http": "http",
    "std.mistral_http": "http",
    "std.ssh": "ssh",
    "std.ssh_proxied": "ssh",
}
_TARGETS = {
    "email": ("to_addrs",),
    "http": ("url",),
    "ssh": ("host",),
    "mistral": ("wf_identifier", "name", "workflow_identifier", "id", "task_ex_id"),
}
"""The parameters that say where it goes to; of several the first that is known."""


@dataclass(frozen=True)
class Act:
    """What an action does to the world, as an `Effect` has it."""

    kind: Kind
    service: str
    action: str
    request: str = ""
    detail: str = ""
    policy: tuple[tuple[str, str], ...] = ()


def act_of(table: AdHocTable, workflow: Workflow, name: str, arguments: Mapping[str, Any], whole: bool) -> Act | None:
    """What calling `name` does; None for an action that changes nothing.

    `arguments` are UNKNOWN where only a run can tell; `whole` tells whether there can be no others.
    """
    action = table.called(workflow, name)
    for below in table.chain(action) if action else ():
        inside = _inside(below, arguments, whole)
        name, whole = below.base.name, True
        arguments = {key: inside.value(value) for key, value in {**below.base.params, **below.base_input}.items()}
    return _of_base(name, arguments, whole)


def _inside(action: Action, arguments: Mapping[str, Any], whole: bool) -> Known:
    return Known(passed(action.input, arguments, complete=whole))


def _of_base(name: str, arguments: Mapping[str, Any], whole: bool) -> Act | None:
    how = standing(name)
    service = _SERVICES.get(name) or name.partition(".")[0]
    if how is Standing.UNSUPPORTED:
        return Act(Kind.CANNOT_RUN, service, name, detail=unsupported(name)[0])
    signature = find(name)
    if signature is None:
        return Act(Kind.UNKNOWN, "", name, detail="an action of your own: what it changes is not in the catalogue")
    if not signature.mutating:
        return None
    if service == "http":
        return _request(name, arguments, whole)
    action = find_openstack(name)
    if action and service not in _TARGETS:
        return Act(Kind.CHANGES, service, name, action.maps_to, policy=action.policy)
    return Act(Kind.CHANGES, service, name, detail=_target(service, arguments))


def _request(name: str, arguments: Mapping[str, Any], whole: bool) -> Act | None:
    default = "GET" if whole else UNKNOWN
    method = arguments.get("method", default)
    target = _target("http", arguments)
    if method is UNKNOWN:
        return Act(Kind.MAY_CHANGE, "http", name, "a method that only the run knows", target)
    method = str(method).upper()
    return None if method in SAFE_METHODS else Act(Kind.CHANGES, "http", name, method, target)


def _target(service: str, arguments: Mapping[str, Any]) -> str:
    """Where it goes to, as far as that is known."""
    values = (arguments.get(name, UNKNOWN) for name in _TARGETS.get(service, ()))
    value = next((value for value in values if value is not UNKNOWN), "")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
