"""Images and metadata definitions: changes that are made from what is there, and the bytes of images."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mistral_airflow.openstack.caller import Caller
from mistral_airflow.openstack.request import build
from mistral_airflow.openstack.results import content

Arguments = Mapping[str, Any]
_PATCH = "application/openstack-images-v2.1-json-patch"


def update_image(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """Set the properties that are given, remove those of `remove_props`."""
    image = caller.get(_path(arguments))
    changes: list[dict[str, Any]] = [
        {"op": "remove", "path": f"/{name}"} for name in arguments.get("remove_props") or () if name in image
    ]
    for name, value in (arguments.get("kwargs") or {}).items():
        if image.get(name, ...) != value:
            changes.append({"op": "replace" if name in image else "add", "path": f"/{name}", "value": value})
    return _patched(caller, arguments, changes) if changes else image


def add_location(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """Add a place where the bytes of the image are."""
    place = {"url": arguments["url"], "metadata": arguments["metadata"], **_given(arguments, "validation_data")}
    return _patched(caller, arguments, [{"op": "add", "path": "/locations/-", "value": place}])


def delete_locations(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> None:
    """Remove places of the image by their addresses, the last first, as each removal moves those behind it."""
    places = [place["url"] for place in caller.get(_path(arguments)).get("locations", [])]
    wanted = sorted((places.index(url) for url in arguments["url_set"] if url in places), reverse=True)
    _patched(caller, arguments, [{"op": "remove", "path": f"/locations/{at}"} for at in wanted])


def upload_image(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> None:
    """Give the image its bytes: the text that the workflow has."""
    data = arguments["image_data"]
    headers = {"Content-Type": "application/octet-stream"}
    path = f"{_path(arguments)}/file"
    caller.answer("PUT", path, data=data.encode() if isinstance(data, str) else data, headers=headers)


def download_image(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> str | None:
    """The bytes of the image as text, None when it has none."""
    answer = caller.answer("GET", f"{_path(arguments)}/file")
    return None if answer.status_code == 204 else answer.content.decode(errors="replace")


def image_versions(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """The versions of the API, which stand above the address of this one."""
    address = str(caller.adapter.get_endpoint() or "").rstrip("/").rpartition("/v2")[0]
    return caller.get(f"{address}/versions")["versions"]


def update_metadef(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> Any:
    """Replace a definition by what is there with the given changes, its name among them."""
    path = build({"method": "GET", "path": call["address"]}, arguments).path
    kept = {name: value for name, value in caller.get(path).items() if name not in _ONLY_READ}
    changed = {**kept, **(arguments.get("kwargs") or {})}
    caller.answer("PUT", path, json=changed)
    return caller.get(f"{path.rpartition('/')[0]}/{quote(str(changed.get('name') or changed['namespace']), safe='')}")


_ONLY_READ = frozenset({
    "self", "schema", "created_at", "updated_at", "objects", "tags", "resource_type_associations",
})  # fmt: skip


def _path(arguments: Arguments) -> str:
    return f"/images/{quote(str(arguments['image_id']), safe='')}"


def _patched(caller: Caller, arguments: Arguments, changes: list[dict[str, Any]]) -> Any:
    return content(caller.answer("PATCH", _path(arguments), json=changes, headers={"Content-Type": _PATCH}))


def _given(arguments: Arguments, name: str) -> dict[str, Any]:
    return {name: arguments[name]} if arguments.get(name) else {}
