"""The roles that an action needs: its request, looked up in the policies that `record_policies` wrote down."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

POLICIES = Path(__file__).with_name("policies.jsonl")

ROLES = ("reader", "member", "manager", "admin")

SENT: Mapping[str, tuple[str, str, str]] = {
    "cinder.backups_import_record": ("cinder", "POST", "/backups/{id}/import_record"),
    "cinder.services_disable": ("cinder", "PUT", "/os-services/{action}"),
    "cinder.services_disable_log_reason": ("cinder", "PUT", "/os-services/{action}"),
    "cinder.services_enable": ("cinder", "PUT", "/os-services/{action}"),
    "cinder.transfers_create": ("cinder", "POST", "/volume_transfers"),
    "cinder.volume_encryption_types_delete": ("cinder", "DELETE", "/types/{id}/encryption/{id}"),
    "cinder.volume_encryption_types_update": ("cinder", "PUT", "/types/{id}/encryption/{id}"),
    "cinder.volume_snapshots_update_all_metadata": ("cinder", "PUT", "/snapshots/{id}/metadata/{key}"),
    "cinder.volume_types_delete": ("cinder", "DELETE", "/types"),
    "cinder.volume_types_update": ("cinder", "PUT", "/types"),
    "cinder.volumes_create": ("cinder", "POST", "/volumes"),
    "cinder.volumes_manage": ("cinder", "POST", "/manageable_volumes"),
    "cinder.volumes_update": ("cinder", "PUT", "/volumes"),
    "glance.images_upload": ("glance", "PUT", "/images/{id}/file"),
    "glance.images_update": ("glance", "PATCH", "/images/{id}"),
    "nova.servers_add_floating_ip": ("neutron", "PUT", "/floatingips/{id}"),
    "nova.servers_remove_floating_ip": ("neutron", "PUT", "/floatingips/{id}"),
    "nova.servers_create": ("nova", "POST", "/servers"),
    "nova.servers_rebuild": ("nova", "POST", "/servers/{id}/action (rebuild)"),
}
"""Requests made in code, and those that the policies document under another path: service, method, path."""

_VERSION = re.compile(r"^/v[\d.]+(?=/)")
_PARAMETER = re.compile(r"\{[^}]*\}")


def policy(name: str, call: Mapping[str, Any]) -> list[list[str]]:
    """`[rule, role]` of what a request needs always, then of what it needs with some arguments; empty: not known."""
    found: dict[str, str] = {}
    for service, method, path in _requests(name, call):
        found.update(_rules().get((service, method, _plain(path)), {}))
    base = [rule for rule in found if not any(rule != other and rule.startswith(f"{other}:") for other in found)]
    ordered = sorted(base, key=lambda rule: ROLES.index(found[rule]))
    return [[rule, found[rule]] for rule in (*ordered, *(rule for rule in found if rule not in base))]


def _requests(name: str, call: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What an action may send: service, method and path, the key of the body added as the policies add it."""
    if name in SENT:
        yield SENT[name]
    variants: list[Mapping[str, Any]] = [call, *({**call, **changes} for _, changes in call.get("when", ()))]
    for variant in variants:
        method, path, body = variant.get("method"), variant.get("path"), variant.get("body")
        if isinstance(method, str) and path:
            key = next(iter(body), "") if isinstance(body, dict) else ""
            service = call.get("service", name.partition(".")[0])
            yield service, method, f"{path} ({key})" if path.endswith("/action") else path


def _plain(path: str) -> str:
    return _PARAMETER.sub("{}", _VERSION.sub("", path)).replace("\\", "")


@cache
def _rules() -> Mapping[tuple[str, str, str], Mapping[str, str]]:
    """(service, method, path) → rule → role."""
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in map(json.loads, POLICIES.read_text(encoding="utf-8").splitlines()):
        found.setdefault((row["service"], row["method"], _plain(row["path"])), {})[row["rule"]] = row["role"]
    return found
