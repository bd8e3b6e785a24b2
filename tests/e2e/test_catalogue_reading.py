"""Every action that only looks and needs no argument is called for real on the services that run."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from mistral_airflow.flow.errors import ActionError
from mistral_airflow.openstack import perform
from mistralc.actions.openstack import find_openstack, names

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("OS_CLOUD" not in os.environ, reason="needs a cloud: set OS_CLOUD"),
]
SERVICES = ("cinder", "glance", "keystone", "neutron", "nova")
NOT_THERE = ("The resource could not be found", "This resource is no longer available")
"""How a service says that it runs without the extension."""


@pytest.fixture(scope="module")
def connection() -> Any:
    import openstack

    return openstack.connect()


def reading() -> list[str]:
    found = []
    for name in names():
        action = find_openstack(name)
        assert action
        needs = any(parameter.required for parameter in action.signature.parameters)
        if name.partition(".")[0] in SERVICES and action.supported and not action.signature.mutating and not needs:
            found.append(name)
    return found


@pytest.mark.parametrize("name", reading())
def test_it_answers(connection: Any, name: str):
    """Without attributes `find` finds one, none or several, as what is there has it."""
    try:
        result = perform(connection, name, {})
    except ActionError as error:
        text = str(error)
        if any(words in text for words in NOT_THERE):
            pytest.skip(text)
        assert name.endswith("_find"), text
        assert "No " in text or "Several of " in text
    else:
        json.dumps(result)
