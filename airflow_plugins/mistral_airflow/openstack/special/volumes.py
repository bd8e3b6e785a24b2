"""Volume types and how they are encrypted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mistral_airflow.openstack.caller import Caller


def encryption_types(caller: Caller, arguments: Mapping[str, Any], call: Mapping[str, Any]) -> list[Any]:
    """The encryption of each volume type that has one."""
    kinds = caller.get("/types", is_public="None")["volume_types"]
    found = [caller.get(f"/types/{kind['id']}/encryption") for kind in kinds]
    return [encryption for encryption in found if encryption and "volume_type_id" in encryption]
