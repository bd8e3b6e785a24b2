"""Alarms of Aodh."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mistral_airflow.openstack.caller import Caller
from mistral_airflow.openstack.results import content


def update_alarm(caller: Caller, arguments: Mapping[str, Any], call: Mapping[str, Any]) -> Any:
    """Put the alarm as it is with the given changes; those of a rule are changes of the rule."""
    path = f"/v2/alarms/{quote(str(arguments['alarm_id']), safe='')}"
    alarm = caller.get(path)
    for name, value in arguments["alarm_update"].items():
        is_rule = name.endswith("_rule") and isinstance(value, Mapping)
        alarm[name] = {**(alarm.get(name) or {}), **value} if is_rule else value
    return content(caller.answer("PUT", path, json=alarm))
