"""Actions that code makes: what they ask of the service, and what they make of its answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mistral_airflow.flow.errors import ActionError
from mistral_airflow.openstack import calls


class Answer:
    """A response of requests, as far as actions look at it."""

    def __init__(self, body: Any) -> None:
        self.status_code, self.content, self._body = 200, json.dumps(body).encode(), body

    def json(self) -> Any:
        return self._body


class Service:
    """A proxy of openstacksdk that notes what it is asked."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self._answers = answers

    def request(self, path: str, method: str, **options: Any) -> Answer:
        self.asked.append((method, path, options.get("json")))
        return Answer(self._answers.get(path))

    def get_endpoint_data(self, **_: Any) -> None:
        return None

    def get_endpoint(self) -> str:
        return "http://cloud/compute/v2.1"


class Connection:
    current_user_id = "u1"

    def __init__(self, service: Service) -> None:
        self.block_storage = self.identity = self.shared_file_system = service


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(calls.Caller, "__init__", _without_discovery)

    def perform(action: str, arguments: dict[str, Any], answers: dict[str, Any]) -> tuple[Any, Service]:
        service = Service(answers)
        return calls.perform(Connection(service), action, arguments), service

    return perform


def _without_discovery(self: Any, connection: Connection, service: Any, microversion: Any = None) -> None:
    self.connection, self.adapter, self.microversion, self.headers = connection, connection.identity, None, {}


ENCRYPTED = {
    "/types": {"volume_types": [{"id": "1"}, {"id": "2"}]},
    "/types/1/encryption": {"volume_type_id": "1", "provider": "luks"},
    "/types/2/encryption": {},
}


def test_encryption_types_are_found_among_those_of_all_types(asked):
    luks = {"volume_type_id": "1", "provider": "luks"}
    assert asked("cinder.volume_encryption_types_findall", {"provider": "luks"}, ENCRYPTED)[0] == [luks]
    assert asked("cinder.volume_encryption_types_find", {"volume_type_id": "1"}, ENCRYPTED)[0] == luks
    with pytest.raises(ActionError, match="No VolumeEncryptionType matching"):
        asked("cinder.volume_encryption_types_find", {"provider": "plain"}, ENCRYPTED)


def test_the_password_changed_is_that_of_who_asks(asked):
    _, service = asked("keystone.users_update_password", {"old_password": "a", "new_password": "b"}, {})
    assert service.asked == [
        ("POST", "/users/u1/password", {"user": {"password": "b", "original_password": "a"}}),
    ]


def test_export_locations_of_a_snapshot(asked):
    path = "/snapshots/s1/export-locations"
    answers = {path: {"share_snapshot_export_locations": [{"id": "e"}]}}
    found, service = asked("manila.share_snapshot_export_locations_list", {"snapshot": "s1"}, answers)
    assert (found, service.asked) == ([{"id": "e"}], [("GET", path, None)])
    one = f"{path}/e"
    arguments = {"snapshot": "s1", "export_location": "e"}
    answers = {one: {"share_snapshot_export_location": {"id": "e"}}}
    assert asked("manila.share_snapshot_export_locations_get", arguments, answers)[0] == {"id": "e"}


VERSIONS = {
    "http://cloud/compute/": {"versions": [{"id": "v2.0", "status": "SUPPORTED"}, {"id": "v2.1", "status": "CURRENT"}]}
}


@pytest.mark.parametrize(
    ("action", "gives"),
    [
        ("nova.versions_find", {"id": "v2.1", "status": "CURRENT"}),
        ("nova.versions_findall", [{"id": "v2.1", "status": "CURRENT"}]),
    ],
)
def test_versions_of_nova_stand_above_its_address_and_are_looked_through(asked, action: str, gives: Any):
    assert asked(action, {"id": "v2.1"}, VERSIONS)[0] == gives
