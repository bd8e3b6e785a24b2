"""The schemas of `grammar/` as one, for editors: shape, and what every key is for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from mistralc.model.build import Kind
from mistralc.model.schema import Schema, schema
from mistralc.source import Path

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: tuple[Kind, ...] = ("workflow", "workbook", "action")
_SECTION = {"type": "object", "not": {"anyOf": [{"required": ["tasks"]}, {"required": ["base"]}]}}
_IS_WORKBOOK: Schema = {
    "type": "object",
    "anyOf": [
        *({"required": [key], "properties": {key: _SECTION}} for key in ("workflows", "actions")),
        *({"required": ["name", key], "properties": {"name": {"type": "string"}}} for key in ("workflows", "actions")),
    ],
}
_IS_ACTION: Schema = {"type": "object", "required": ["base"], "not": {"required": ["tasks"]}}
_IS_ACTIONS: Schema = {
    "type": "object",
    "properties": {"version": True},
    "anyOf": [{"required": ["version"], "minProperties": 2}, {"not": {"required": ["version"]}, "minProperties": 1}],
    "additionalProperties": _IS_ACTION,
}
"""The kinds as `mistralc.model.build.detect_kind` tells them apart."""


def bundle(kind: Kind | None = None) -> Schema:
    """One schema without references to other files. Without a kind it tells the kinds apart as the compiler does.

    Editors read descriptions and offer the keys; many do not follow references between schemas.
    """
    definitions = {name: part for each in KINDS for name, part in _definitions(each)}
    if kind:
        whole: Schema = {"$ref": f"#/$defs/{kind}-file"}
    else:
        whole = {
            "if": _IS_WORKBOOK,
            "then": {"$ref": "#/$defs/workbook-file"},
            "else": {
                "if": _IS_ACTIONS,
                "then": {"$ref": "#/$defs/action-file"},
                "else": {"$ref": "#/$defs/workflow-file"},
            },
        }
    return {"$schema": DIALECT, "title": "Mistral definitions (DSL v2)", **whole, "$defs": definitions}


def _definitions(kind: Kind) -> Iterator[tuple[str, Schema]]:
    """The definitions of one file, and the file itself, under names that are unique in the bundle."""
    content = schema(f"{kind}.schema.json")
    whole = {key: part for key, part in content.items() if key not in ("$schema", "$id", "$defs")}
    yield f"{kind}-file", _moved(whole, kind)
    for name, part in content["$defs"].items():
        yield f"{kind}.{name}", _moved(part, kind)


def _moved(part: Any, kind: Kind) -> Any:
    """A part of a schema whose references lead into the bundle."""
    if isinstance(part, list):
        return [_moved(item, kind) for item in part]
    if not isinstance(part, dict):
        return part
    moved = {key: _moved(value, kind) for key, value in part.items()}
    if isinstance(part.get("description"), str):
        moved["markdownDescription"] = part["description"]  # not of the standard: what VS Code shows with its backticks
    reference = part.get("$ref")
    if isinstance(reference, str):
        file, _, pointer = reference.partition("#/$defs/")
        moved["$ref"] = f"#/$defs/{file.partition('.')[0] or kind}.{pointer}"
    return moved


@cache
def _definition(kind: Kind, name: str) -> Schema:
    found: Schema = schema(f"{kind}.schema.json")["$defs"][name]
    return found


def keys_at(kind: Kind, path: Path) -> dict[str, str]:
    """The keys that a mapping at `path` of a file can have, each with what it is for; empty where any key can stand."""
    owner = _owner(kind, path)
    if owner is None:
        return {}
    found = {name: str(part.get("description", "")) for name, part in owner.get("properties", {}).items()}
    return found | {"tasks": "The tasks by their names."} if "task-defaults" in found else found


def _owner(kind: Kind, path: Path) -> Schema | None:
    """The schema of the construct that a path leads to, None where it has no keys of its own."""
    if kind == "workbook":
        if not path:
            return schema("workbook.schema.json")
        if path[0] == "actions":
            return _definition("action", "action") if len(path) == 2 else None
        path = path[1:] if path[0] == "workflows" else ("", "")
    elif kind == "action":
        return _definition("action", "action") if len(path) == 1 else None
    return _owner_in_workflow(path[1:]) if path else None


def _owner_in_workflow(path: Path) -> Schema | None:
    if not path:
        return _definition("workflow", "workflow")
    if path[0] == "task-defaults":
        within, name = path[1:], "task_defaults"
    elif path[0] == "tasks" and len(path) > 1:
        within, name = path[2:], "task"
    else:
        return None
    if not within:
        return _definition("workflow", name)
    if within == ("retry",):
        return _definition("workflow", "retry_block")
    if str(within[0]).startswith("on-"):
        part = {0: "advanced_clause", 1: "publish" if within[-1] == "publish" else ""}.get(len(within) - 1)
        return _definition("workflow", part) if part else None
    return None
