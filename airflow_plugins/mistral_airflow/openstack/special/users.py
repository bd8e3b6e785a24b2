"""Users of Keystone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mistral_airflow.openstack.caller import Caller


def update_own_password(caller: Caller, arguments: Mapping[str, Any], call: Mapping[str, Any]) -> None:
    """Change the password of the user who asks (keystoneclient `v3/users.py`)."""
    changed = {"password": arguments["new_password"], "original_password": arguments["old_password"]}
    caller.answer("POST", f"/users/{caller.connection.current_user_id}/password", json={"user": changed})
