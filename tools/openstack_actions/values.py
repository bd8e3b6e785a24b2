"""Values to probe with: each can be found again in a request."""

from __future__ import annotations

from typing import Any

KINDS = ("text", "dict", "list", "number", "true", "false", "dicts")


def probe(name: str, kind: str) -> Any:
    """A value of this kind that only this parameter has."""
    mark = f"zz{name}zz"
    number = 70000 + sum(ord(c) * (i + 7) for i, c in enumerate(name)) % 20000
    return {
        "text": mark,
        "dict": {f"k{mark}": f"v{mark}"},
        "list": [f"{mark}", f"{mark}2"],
        "number": number,
        "true": True,
        "false": False,
        "choice": CHOICES.get(name),
        "dicts": [{f"k{mark}": f"v{mark}"}],
    }[kind]


CHOICES: dict[str, Any] = {
    "interface": "internal",
    "console_type": "novnc",
    "sort_key": "id",
    "sort": "id:asc",
    "sort_dir": "desc",
    "system": "all",
    "http_method": "PUT",
    "state": "on",
    "access_type": "user",
}
"""For parameters whose values a client checks."""

FALSY: dict[str, Any] = {"text": "", "dict": {}, "list": [], "number": 0, "dicts": []}
