"""The roles of the catalogue: what the services' own policies say of the request that an action makes."""

from __future__ import annotations

import pytest

from mistralc.actions.openstack import find_openstack, names


@pytest.mark.parametrize(
    ("action", "rule", "role"),
    [
        ("nova.servers_create", "os_compute_api:servers:create", "member"),
        ("nova.servers_live_migrate", "os_compute_api:os-migrate-server:migrate_live", "manager"),
        ("nova.servers_stop", "os_compute_api:servers:stop", "member"),
        ("nova.servers_add_floating_ip", "update_floatingip", "member"),
        ("nova.keypairs_create", "os_compute_api:os-keypairs:create", "reader"),
        ("nova.quotas_update", "os_compute_api:os-quota-sets:update", "admin"),
        ("cinder.volumes_create", "volume:create", "member"),
        ("neutron.create_network", "create_network", "member"),
        ("keystone.users_create", "identity:create_user", "admin"),
        ("glance.images_create", "add_image", "member"),
    ],
)
def test_what_an_action_needs_always_comes_first(action: str, rule: str, role: str) -> None:
    found = find_openstack(action)
    assert found
    assert found.policy[0] == (rule, role)


def test_rules_for_some_arguments_follow() -> None:
    found = find_openstack("neutron.create_network")
    assert found
    assert ("create_network:shared", "admin") in found.policy[1:]


def test_what_is_not_in_the_policies_has_none() -> None:
    for name in ("neutron.create_loadbalancer", "heat.stacks_create"):
        found = find_openstack(name)
        assert found
        assert found.supported
        assert found.policy == ()


def test_most_mutating_actions_of_the_five_services_have_one() -> None:
    five = [name for name in names() if name.partition(".")[0] in ("nova", "neutron", "cinder", "glance", "keystone")]
    mutating = [found for found in map(find_openstack, five) if found and found.signature.mutating]
    assert len([found for found in mutating if found.policy]) >= 0.7 * len(mutating)
