"""What has to be known before a request can be made: arguments that belong together, ids behind names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from mistral_airflow.openstack.caller import Caller
from mistral_airflow.openstack.errors import Refused
from mistral_airflow.openstack.request import build


def prepared(caller: Caller, call: Mapping[str, Any], bound: dict[str, Any]) -> dict[str, Any]:
    """The arguments with names replaced by what the service knows them by. Raises Refused when one is missing.

    ``"alias"`` names older parameters by newer ones, ``"needs"`` lists groups of parameters of each of which one is
    needed, ``"first"`` what is looked up.
    """
    for old, new in call.get("alias", {}).items():
        if bound.get(old) and not bound.get(new):
            bound = {**bound, new: bound[old]}
    for group in call.get("needs", ()):
        if not any(bound.get(name) for name in group):
            raise Refused(f"Must specify either {' or '.join(group)}")
    for lookup in call.get("first", ()):
        if not _known(str(bound[lookup["argument"]]), lookup["unless"]):
            bound = {**bound, lookup["argument"]: _looked_up(caller, lookup, bound)}
    return bound


def _known(value: str, form: str) -> bool:
    """Whether it is already an id of that form."""
    if form != "uuid":
        return form in value
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _looked_up(caller: Caller, lookup: Mapping[str, Any], bound: Mapping[str, Any]) -> str:
    found = caller.result(build(lookup["call"], bound))
    name = lookup["argument"]
    if isinstance(found, list):
        if len(found) != 1:
            raise Refused(f"{'No' if not found else 'More than one'} {name} is named {bound[name]}")
        found = found[0]
    return str(lookup["format"].format(**found))
