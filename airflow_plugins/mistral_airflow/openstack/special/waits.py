"""Bare metal: actions that wait until nodes are where they are to be."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mistral_airflow.openstack.caller import Caller
from mistral_airflow.openstack.errors import Refused

Arguments = Mapping[str, Any]


def wait_for_introspection(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> dict[str, Any]:
    """Node → its status, once the introspection of all is finished."""
    waiting = list(arguments.get("node_ids") or arguments.get("uuids") or ())
    found: dict[str, Any] = {}
    for attempt in range(int(arguments.get("max_retries") or 3600)):
        if attempt:
            time.sleep(float(arguments.get("retry_interval") or 10))
        for node in waiting:
            found[node] = caller.get(f"/introspection/{quote(str(node), safe='')}")
        waiting = [node for node in waiting if not found[node].get("finished")]
        if not waiting:
            return found
    raise Refused(f"Timeout while waiting for introspection of nodes {waiting}")


def wait_for_provision_state(caller: Caller, arguments: Arguments, call: Mapping[str, Any]) -> None:
    """Wait until the node is in the state; one that fails, or comes to rest in another, ends the wait."""
    node, wanted = arguments["node_ident"], arguments["expected_state"]
    end = time.monotonic() + float(arguments.get("timeout") or "inf")
    while True:
        now = caller.get(f"/nodes/{quote(str(node), safe='')}")
        if now["provision_state"] == wanted:
            return
        if arguments.get("fail_on_unexpected_state", True) and _is_over(now):
            raise Refused(f"Node {node} failed to reach state {wanted}. {now.get('last_error') or _rested(now)}")
        if time.monotonic() > end:
            raise Refused(f"Node {node} failed to reach state {wanted} in {arguments['timeout']} seconds")
        time.sleep(float(arguments.get("poll_interval") or 2))


def _is_over(node: Mapping[str, Any]) -> bool:
    failed = node["provision_state"] == "error" or node["provision_state"].endswith(" failed")
    return failed or not node.get("target_provision_state")


def _rested(node: Mapping[str, Any]) -> str:
    return f"It's in stable state {node['provision_state']}"
