"""What an action sends is what the legacy client sent for the same arguments, as it was recorded."""

from __future__ import annotations

import json

import pytest

from mistral_airflow.openstack.calls import _bound
from mistral_airflow.openstack.request import MissingArgument, build
from mistralc.actions.openstack import find_openstack
from tools.openstack_actions.build import RECORDED, main
from tools.openstack_actions.rows import PREFIXES
from tools.openstack_actions.verify import dict_of, normal

FACTS = [json.loads(line) for line in RECORDED.read_text().splitlines()]

DIFFERENT = frozenset({
    "nova.glance_list", "glance.images_list", "keystone.endpoints_list", "keystone.roles_check", "keystone.roles_grant",
    "keystone.roles_list", "keystone.roles_revoke", "keystone.trusts_create", "keystone.users_create",
    "keystone.users_list", "keystone.users_update", "heat.resource_types_generate_template",
    "gnocchi.resource_batch_delete_resource", "gnocchi.resource_list", "gnocchi.resource_search",
    "cinder.volume_types_list", "trove.backups_create", "trove.instances_update", "ironic.node_set_provision_state",
    "ironic.port_get_by_address", "zun.containers_create", "zun.containers_list", "zun.containers_run",
    "manila.security_services_update", "manila.share_group_snapshots_update", "manila.share_groups_update",
    "manila.share_networks_update", "manila.shares_delete_metadata",
    "manila.share_snapshot_export_locations_get", "manila.share_snapshot_export_locations_list",
    "manila.share_snapshot_instance_export_locations_get", "manila.share_snapshot_instance_export_locations_list",
})  # fmt: skip
"""Some combination of arguments, most of them empty texts, is sent in another way; without a snapshot nothing is."""


def templated() -> list[dict]:
    rows = []
    for fact in FACTS:
        entry = find_openstack(fact["name"])
        assert entry
        if fact.get("cases") and entry.supported and not {"code", "find"} & set(entry.call):
            rows.append(fact)
    return rows


def differences(fact: dict) -> list[tuple]:
    entry = find_openstack(fact["name"])
    assert entry
    found = []
    for arguments, sent in fact["cases"]:
        bound = _bound(entry, arguments)
        if "each" in entry.call:
            bound[entry.call["each"]] = next(iter(bound[entry.call["each"]]))
        try:
            request = build(entry.call, bound)
        except MissingArgument as refused:
            found.append((arguments, str(refused), sent["path"]))
            continue
        ours = normal(request.method, request.path, request.query, request.body, request.headers)
        path = sent["path"].removeprefix(PREFIXES.get(fact["name"].partition(".")[0], ""))
        theirs = normal(sent["method"], path, dict_of(sent["query"]), sent["body"], sent["headers"])
        if ours != theirs:
            found.append((arguments, ours, theirs))
    return found


@pytest.mark.parametrize("service", sorted({fact["name"].partition(".")[0] for fact in FACTS if fact.get("cases")}))
def test_requests_are_those_of_the_legacy_client(service: str):
    facts = [fact for fact in templated() if fact["name"].startswith(f"{service}.")]
    assert facts
    assert {fact["name"] for fact in facts if differences(fact)} == {
        n for n in DIFFERENT if n.startswith(f"{service}.")
    }


def test_the_data_file_and_its_page_are_fresh(capsys: pytest.CaptureFixture[str]):
    assert main(["--check"]) == 0, capsys.readouterr().out
