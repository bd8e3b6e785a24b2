"""Messages of Zaqar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mistral_airflow.openstack.caller import Caller
from mistral_airflow.openstack.results import content


def post_messages(caller: Caller, arguments: Mapping[str, Any], call: Mapping[str, Any]) -> Any:
    """Post one message, or several."""
    messages = arguments["messages"]
    path = f"/queues/{quote(str(arguments['queue_name']), safe='')}/messages"
    body = {"messages": messages if isinstance(messages, list) else [messages]}
    return content(caller.answer("POST", path, json=body))
