"""The tables `*.yaml`: calls of one service in the order in which they make sense.

An entry is an action with its arguments, in which expressions see what earlier calls gave. With it may stand
`as` (the name of its result for later ones), `until` (it is repeated until this holds of its result, `$.it`), `then`
(the status in which the server is next), `refused` (the words with which this plane refuses it) and `because` (why),
and `whole: true` (it touches all users of the cloud: only on a plane of our own).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mistralc.actions.openstack import OpenStackAction, find_openstack, names

SERVICES = ("cinder", "glance", "keystone", "neutron", "nova")
HERE = Path(__file__).parent
NOWHERE = "11111111-1111-4111-8111-111111111111"
"""An id that nothing has."""


@dataclass(frozen=True)
class Step:
    """One call."""

    action: str
    arguments: Mapping[str, Any]
    keep: str = ""
    until: str = ""
    then: str = ""
    refused: str = ""
    because: str = ""
    whole: bool = False


@cache
def steps(service: str) -> tuple[Step, ...]:
    """The calls of a service, of which some are another's: what it needs to act on."""
    return tuple(map(_step, _table(service)["steps"]))


def looks() -> tuple[str, ...]:
    """Actions that only look and need no argument, called as they are; those that find one are in the tables."""
    absent = missing()
    return tuple(
        name
        for name, action in served().items()
        if not action.signature.mutating and not _needs(action) and not name.endswith("_find") and name not in absent
    )


def makes_once(step: Step) -> bool:
    """Whether it makes something of which the catalogue says that a second call makes no second one."""
    signature = served()[step.action].signature
    makes = re.search(r"create|add_|import|associate|upload|manage", step.action)
    return bool(makes and signature.mutating and not signature.twice and not step.refused)


def missing() -> dict[str, str]:
    """Actions of which the service does not run here → why."""
    found = {}
    for service in SERVICES:
        for reason, patterns in _table(service).get("not_here", {}).items():
            pattern = re.compile("|".join(text.replace("*", ".*") for text in patterns))
            found.update({name: reason for name in served() if pattern.fullmatch(name)})
    return found


@cache
def served() -> Mapping[str, OpenStackAction]:
    """The actions of these services that the catalogue maps."""
    found = {name: find_openstack(name) for name in names() if name.partition(".")[0] in SERVICES}
    return {name: action for name, action in found.items() if action and action.supported}


def placeholders(action: OpenStackAction) -> dict[str, Any]:
    """Arguments that name nothing: enough for a service to say that it knows no such address."""
    return {name: {} if name == "body" else NOWHERE for name in _needs(action)}


def _needs(action: OpenStackAction) -> list[str]:
    return [parameter.name for parameter in action.signature.parameters if parameter.required]


@cache
def _table(service: str) -> Any:
    return yaml.safe_load((HERE / f"{service}.yaml").read_text())


def _step(entry: dict[str, Any]) -> Step:
    ((action, arguments),) = [(key, value) for key, value in entry.items() if "." in key]
    told = {key: value for key, value in entry.items() if key != action}
    return Step(action, arguments, told.pop("as", ""), **told)


def tables() -> Iterator[tuple[str, Step]]:
    """(service of the table, call) of all of them."""
    for service in SERVICES:
        for step in steps(service):
            yield service, step
