"""What is known of volumes and of volume types: metadata, encryption."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mistral_airflow.openstack.caller import Caller
from mistral_airflow.openstack.results import content


def encryption_types(caller: Caller, arguments: Mapping[str, Any], call: Mapping[str, Any]) -> list[Any]:
    """The encryption of each volume type that has one."""
    kinds = caller.get("/types", is_public="None")["volume_types"]
    found = [caller.get(f"/types/{kind['id']}/encryption") for kind in kinds]
    return [encryption for encryption in found if encryption and "volume_type_id" in encryption]


def delete_volume_metadata(caller: Caller, arguments: Mapping[str, Any], call: Mapping[str, Any]) -> Any:
    """Remove keys from what is there, if all of them are there: cinderclient changes nothing otherwise."""
    path = f"/volumes/{quote(str(arguments['volume']), safe='')}/metadata"
    answer = caller.answer("GET", path)
    metadata = content(answer)["metadata"]
    if not set(arguments["keys"]) <= set(metadata):
        return None
    left = {key: value for key, value in metadata.items() if key not in arguments["keys"]}
    unchanged = {"If-Match": answer.headers["ETag"]} if "ETag" in answer.headers else {}
    return content(caller.answer("PUT", path, json={"metadata": left}, headers=unchanged))
