"""The catalogue of OpenStack actions: every name, the shares served, and what the command line shows of it."""

from __future__ import annotations

import json
import subprocess
import sys

from mistralc.actions import Standing, find, nearest, standing
from mistralc.actions.openstack import find_openstack, names
from mistralc.expressions.types import ANY, parse_type
from tests.unit.openstack_actions.test_recorded_requests import FACTS
from tools.openstack_actions.shares import in_use, served


def actions(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "mistralc", "actions", *arguments], capture_output=True, text=True)


def test_every_name_of_mistral_is_there_and_most_are_served():
    recorded = {fact["name"] for fact in FACTS}
    good = [name for name in recorded if standing(name) is Standing.AVAILABLE]
    assert recorded <= set(names())
    assert len(recorded) == 1200
    assert len(good) / len(recorded) >= 0.85


def test_what_public_workflows_use_is_served():
    uses = in_use()
    assert len(uses) == 100
    assert set(uses) <= set(names())
    assert len(served(list(uses))) / len(uses) >= 0.95


def test_what_is_not_served_says_why_and_what_to_do():
    for name in names():
        action = find_openstack(name)
        assert action
        assert bool(action.unsupported) == bool(action.remedy)
        assert action.supported == bool(action.call), name


def test_types_are_of_the_notation():
    for name in names():
        signature = find(name)
        assert signature
        for text in (signature.result, *(p.type for p in signature.parameters)):
            assert parse_type(text) != ANY or text == "any", (name, text)


def test_nearest_is_of_the_same_service():
    assert nearest("nova.server_get") == "nova.servers_get"


def test_json_of_the_command():
    (row,) = json.loads(actions("nova.servers_stop", "--json").stdout)
    assert row["supported"] is True
    assert row["maps_to"] == "compute.post('/servers/{server}/action', json={'os-stop': …})"
    assert row["proxy_method"] == "compute.stop_server"
    assert row["parameters"][0]["name"] == "server"


def test_a_pattern_lists_and_no_match_is_an_error():
    listed = actions("nova.servers_*").stdout.splitlines()
    assert len(listed) > 40
    assert all(line.startswith("nova.servers_") for line in listed)
    nothing = actions("nova.server_gett")
    assert nothing.returncode == 2
    assert "nova.servers_get" in nothing.stderr
