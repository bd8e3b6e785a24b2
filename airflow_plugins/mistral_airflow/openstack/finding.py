"""`find` and `findall`: of a list, what has the attributes. The legacy clients look through the list themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mistral_airflow.openstack.errors import Refused

_QUESTIONS = frozenset({"all_tenants", "deleted", "is_public"})
"""What a client asks the service and does not look for in its answers."""


def found(items: list[dict[str, Any]], how: Mapping[str, Any], wanted: Mapping[str, Any]) -> Any:
    """All that fit, or the one that does. Raises Refused when it is to be one and is none or several.

    Keystone looks itself, and the client takes what it answers (`by`: "service").
    """
    fitting = items if how.get("by") == "service" else [item for item in items or [] if _fits(item, wanted)]
    if "one" not in how:
        return fitting
    if not fitting:
        raise Refused(f"No {how['one']} matching {dict(wanted)}. (HTTP 404)")
    if len(fitting) > 1:
        raise Refused(f"Several of {how['one']} match {dict(wanted)}")
    return fitting[0]


def _fits(item: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(name in item and item[name] == value for name, value in wanted.items() if name not in _QUESTIONS)
