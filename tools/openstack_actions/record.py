"""Ask the legacy clients what they do: signatures, requests and results of every action, into `recorded.jsonl`.

    python -m tools.openstack_actions.record path/to/openstack-actions.json

Needs the clients of `requirements.txt`, in an environment of their own. Run again only for newer clients.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from pathlib import Path
from typing import Any

from tools.openstack_actions.clients import CLIENTS, unwrap_results
from tools.openstack_actions.derive import BESIDE, Derived, Deriver, Irregular
from tools.openstack_actions.signatures import Method, method_of
from tools.openstack_actions.verify import cases, faults
from tools.openstack_actions.wire import recorded

RECORDED = Path(__file__).with_name("recorded.jsonl")


def main(mapping: str) -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    unwrap_results()
    rows = []
    for service, actions in json.loads(Path(mapping).read_text()).items():
        if isinstance(actions, dict):
            rows += _service(service, {name: path for name, path in actions.items() if name != "_comment"})
    RECORDED.write_text("".join(json.dumps(row) + "\n" for row in rows))


def _service(service: str, actions: dict[str, str]) -> list[dict[str, Any]]:
    if service not in CLIENTS:
        return [{"name": f"{service}.{name}", "client": path} for name, path in actions.items()]
    with recorded():
        client = CLIENTS[service]()
    return [
        {"name": f"{service}.{name}", "client": path, **_row(service, client, path)} for name, path in actions.items()
    ]


def _row(service: str, client: Any, path: str) -> dict[str, Any]:
    method = method_of(service, client, path)
    row = {
        "doc": method.doc,
        "arguments": [
            {"name": a.name, "required": a.required, "default": a.default, "doc": a.doc} for a in method.arguments
        ],
        "rest": method.rest,
    }
    deriver = Deriver(method)
    try:
        derived = deriver.derive()
    except Irregular as reason:
        partial = Derived({}, deriver.kinds, None, needed=deriver.needed)
        return {**row, "irregular": str(reason)[:300], "kinds": deriver.kinds, "cases": cases(path, method, partial)}
    found = cases(path, method, derived)
    return {**row, **_facts(method, derived), "cases": found, **_wrong(method, derived, found)}


def _facts(method: Method, derived: Derived) -> dict[str, Any]:
    facts = {
        "template": derived.template,
        "kinds": derived.kinds,
        "returns": derived.result,
        "inert": derived.inert,
        "keys": derived.keys,
        "needed": derived.needed,
        "refused": sorted(derived.refused),
    }
    return {name: value for name, value in facts.items() if value or name in ("template", "returns")}


def _wrong(method: Method, derived: Derived, found: list[Any]) -> dict[str, Any]:
    defaults = {a.name: a.default for a in method.arguments if a.name not in BESIDE}
    wrong = faults(derived.template, method.rest, defaults, found)
    return {"inexact": wrong[:2]} if wrong else {}


if __name__ == "__main__":
    main(sys.argv[1])
