"""Where in an answer the result of an action stands, from what its client returned for an answer that has everything."""

from __future__ import annotations

from typing import Any


def returned(shape: Any) -> dict[str, Any]:
    """The parts of a template about the result: `take`, whether it is a list (`many`), a fixed one (`answer`)."""
    if isinstance(shape, dict):
        return _of_dict(shape)
    if not isinstance(shape, list) or not shape:
        return {"take": []}
    if shape[0] == "each":
        return {"take": _plain(_path(shape[1])), "many": True}
    if shape == ["empty list"]:
        return {"take": []}
    return {"take": _plain(shape)}


def _path(shape: Any) -> list[str]:
    """The path of each item: of an object that a client has made of it, that of its fields."""
    if isinstance(shape, dict):
        inner = next(iter(shape.get("dict", {}).values()), [])
        return inner[:-1] if isinstance(inner, list) else []
    return shape if isinstance(shape, list) else []


def _plain(path: list[str]) -> list[str]:
    return [part for part in path if part != "*"]


def _of_dict(shape: dict[str, Any]) -> dict[str, Any]:
    if isinstance(shape.get("literal"), bool):
        return {"take": [], "answer": True}
    if "dict" not in shape:
        return {"take": []}
    parts = shape["dict"]
    if set(parts) == {"id", "name"} and isinstance(parts["id"], list):
        return {"take": _plain(parts["id"][:-1])}
    if len(parts) == 1:
        key, inner = next(iter(parts.items()))
        if isinstance(inner, list) and inner[:1] == ["each"]:
            return {"take": [], "listing": key}
    return {"take": []}
