"""mistralc actions."""

from __future__ import annotations

import fnmatch
import json
from typing import Any

from mistralc.actions import STANDARD, ActionSignature, Standing, find, nearest, standing
from mistralc.actions.openstack import find_openstack, names
from mistralc.cli.report import usage_error

_WIDTH = 110


def run_actions(pattern: str | None, as_json: bool) -> int:
    """Print the actions of which the name has the pattern: a part of it, or a pattern with `*`; 2 without any."""
    known = [*(signature.name for signature in STANDARD), *names()]
    found = [name for name in known if pattern is None or _fits(name, pattern)]
    if not found:
        near = nearest(pattern or "")
        return usage_error(f"no action fits {pattern!r}" + (f"; did you mean '{near}'?" if near else ""))
    rows = [as_object(name) for name in found]
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    elif len(rows) == 1:
        print("\n".join(_page(rows[0])))
    else:
        print("\n".join(map(_line, rows)))
    return 0


def as_object(name: str) -> dict[str, Any]:
    """What the catalogue has of one action."""
    signature, action = find(name), find_openstack(name)
    assert signature
    row: dict[str, Any] = {
        "name": name,
        "supported": standing(name) is Standing.AVAILABLE,
        "maps_to": action.maps_to if action else f"mistral_airflow: {name}",
        "doc": signature.doc,
        "parameters": [
            {"name": p.name, "type": p.type, "required": p.required, "default": p.default, "doc": p.doc}
            for p in signature.parameters
        ],
        "accepts_unknown": signature.accepts_unknown,
        "result": signature.result,
        "mutating": signature.mutating,
        "safe_rerun": _rerun(signature),
    }
    if action and action.proxy_method:
        row["proxy_method"] = action.proxy_method
    if action and not action.supported:
        row |= {"maps_to": None, "reason": action.unsupported, "remedy": action.remedy}
    return row


def _rerun(signature: ActionSignature) -> str:
    """What running it again after a lost worker comes to."""
    if not signature.mutating:
        return "harmless"
    return "may happen twice" if signature.twice else "the same end"


def _fits(name: str, pattern: str) -> bool:
    return fnmatch.fnmatch(name, pattern) if "*" in pattern else pattern.lower() in name


def _line(row: dict[str, Any]) -> str:
    line = f"{row['name']:<44} {row['maps_to'] or 'cannot run: ' + row['reason']}"
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…"


def _page(row: dict[str, Any]) -> list[str]:
    lines = [row["name"], f"  {row['doc']}", "", f"  runs as  {row['maps_to'] or 'nothing: ' + row['reason']}"]
    if not row["supported"]:
        lines.append(f"  instead  {row['remedy']}")
    if "proxy_method" in row:
        lines.append(f"  same as  {row['proxy_method']}")
    lines += [f"  gives    {row['result']}", f"  again    {row['safe_rerun']} (safe-rerun)", ""]
    for parameter in row["parameters"]:
        needed = "required" if parameter["required"] else f"default {parameter['default']!r}"
        lines.append(f"  {parameter['name']:<24} {parameter['type']}, {needed}. {parameter['doc']}")
    return [*lines, *(["  … and any other argument"] if row["accepts_unknown"] else [])]
