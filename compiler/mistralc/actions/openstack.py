"""The actions that Mistral makes from OpenStack's client libraries: data, one row a line, parsed when it is asked for.

`tools/openstack_actions` writes the file from what the clients really do and what openstacksdk offers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from mistralc.actions.signature import ActionSignature, Parameter

SCOPE = (
    Parameter("conn_id", "str | null", "The Airflow connection of the cloud.", added=True),
    Parameter("action_project", "str | null", "Another project of the cloud: name or id.", added=True),
)
"""What every action takes beside Mistral's arguments (`mistral_airflow.hooks.scope`)."""

AIRFLOW = (Parameter("conn_id", "str | null", "The Airflow connection of Airflow's own REST API.", added=True),)
"""What an action on Mistral itself takes beside them, when it asks the REST API (`mistral_airflow.service.rest`)."""

DATA = Path(__file__).with_name("openstack.jsonl")


@dataclass(frozen=True, slots=True)
class OpenStackAction:
    """An action of one of OpenStack's services: how it is called and how openstacksdk serves it."""

    signature: ActionSignature
    call: Mapping[str, Any]
    """How the request is made from the arguments (`mistral_airflow.openstack.request`); empty when it cannot be."""
    maps_to: str
    """The call of openstacksdk that runs, written as Python."""
    proxy_method: str
    """The proxy method of openstacksdk that sends the same request, when there is one."""
    unsupported: str
    """Why it cannot be served, empty when it can."""
    remedy: str
    """What to do instead of an action that cannot be served."""
    policy: tuple[tuple[str, str], ...] = ()
    """`(rule, role)` of the policies of its service, as they are by default: what a mutating action needs always, then
    what it needs with some arguments only; empty where it is not known (docs/decisions/016)."""

    @property
    def supported(self) -> bool:
        return not self.unsupported


@lru_cache(maxsize=1)
def _lines() -> Mapping[str, str]:
    """Name → row. The name is the first text of the row."""
    lines = DATA.read_text(encoding="utf-8").splitlines()
    return {line.split('"', 4)[3]: line for line in lines}


def names() -> list[str]:
    """Every name there is, sorted, unsupported ones among them."""
    return list(_lines())


@lru_cache(maxsize=2048)
def find_openstack(name: str) -> OpenStackAction | None:
    """The action of that name, None when Mistral has none."""
    line = _lines().get(name)
    return _from_row(json.loads(line)) if line else None


def _from_row(row: Mapping[str, Any]) -> OpenStackAction:
    return OpenStackAction(
        signature=ActionSignature(
            name=row["name"],
            doc=row["doc"],
            parameters=(*(Parameter(**parameter) for parameter in row["parameters"]), *_beside(row)),
            result=row.get("result", "any"),
            accepts_unknown=row.get("accepts_unknown", False),
            mutating=row.get("mutating", False),
            twice=row.get("twice", False),
        ),
        call=row.get("call", {}),
        maps_to=row.get("maps_to", ""),
        proxy_method=row.get("proxy_method", ""),
        unsupported=row.get("unsupported", ""),
        remedy=row.get("remedy", ""),
        policy=tuple((rule, role) for rule, role in row.get("policy", ())),
    )


def _beside(row: Mapping[str, Any]) -> tuple[Parameter, ...]:
    if not row["name"].startswith("mistral."):
        return SCOPE
    return AIRFLOW if row.get("call", {}).get("rest") else ()
