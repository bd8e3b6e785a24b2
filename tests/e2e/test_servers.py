"""Servers with what is around them."""

from __future__ import annotations

import uuid

from tests.e2e.project import PUBLIC_KEY, Project, eventually
from tests.e2e.workflows import Workflows


def test_the_example_boots_a_server_with_a_floating_ip(workflows: Workflows, project: Project):
    ended = workflows.run(
        "create_vm", vm_name="example", image=project.image_name, flavor=project.flavor_name,
        network=project.network_name, external_network=project.external_name,
    )  # fmt: skip
    assert ended.state == "SUCCESS", ended.state_info
    compute = project.connection.compute
    server = compute.get_server(ended.output["vm_id"])
    assert (server.name, server.status) == ("example", "ACTIVE")
    addresses = eventually(
        lambda: len(found := compute.get_server(server.id).addresses[project.network_name]) == 2 and found
    )
    assert {address["addr"] for address in addresses} == {ended.output["fixed_ip"], ended.output["floating_ip"]}
    compute.delete_server(server)
    compute.wait_for_delete(server)


def test_the_example_says_what_is_missing(workflows: Workflows, project: Project):
    given = {
        "vm_name": "missing", "image": project.image_name, "flavor": project.flavor_name,
        "network": project.network_name, "external_network": project.external_name,
    }  # fmt: skip
    assert "There is no image nothing" in str(workflows.run("create_vm", **{**given, "image": "nothing"}).state_info)
    ended = workflows.run("create_vm", **{**given, "flavor": "nothing"})
    assert "No Flavor matching {'name': 'nothing'}. (HTTP 404)" in str(ended.state_info)
    assert project.connection.compute.find_server("missing") is None


def test_a_server_with_its_own_network_group_key_and_address(workflows: Workflows, project: Project):
    name = f"whole-{uuid.uuid4().hex[:6]}"
    made = workflows.run(
        "server_with_network", name=name, image=project.image, flavor=project.flavor,
        external_network=project.external_network, public_key=PUBLIC_KEY,
    )  # fmt: skip
    assert made.state == "SUCCESS", made.state_info
    assert made.output["addresses"] == ["fixed", "floating"]
    kept = {key: made.output[key] for key in ("server", "floating_ip", "network", "subnet", "router", "group")}
    gone = workflows.run("remove_server_with_network", name=name, **kept)
    assert (gone.state, gone.output["left"]) == ("SUCCESS", 0), gone.state_info
    connection = project.connection
    assert connection.compute.find_server(kept["server"]) is None
    assert connection.network.find_security_group(name) is None
    assert connection.compute.find_keypair(name) is None
    assert connection.network.find_ip(kept["floating_ip"]) is None


def test_mistral_s_example_boots_a_server(workflows: Workflows, project: Project):
    ended = workflows.run("nova_actions.create_vm", vm_name="plain", image_ref=project.image, flavor_ref=project.flavor)
    assert ended.state == "SUCCESS", ended.state_info
    assert project.connection.compute.get_server(ended.output["vm_id"]).status == "ACTIVE"
    project.connection.compute.delete_server(ended.output["vm_id"])


def test_mistral_s_own_workflows_make_and_delete_an_instance(workflows: Workflows, project: Project):
    connection, name = project.connection, f"own-{uuid.uuid4().hex[:6]}"
    connection.compute.create_keypair(name=name, public_key=PUBLIC_KEY)
    made = workflows.run(
        "create_instance", name=name, image=project.image_name, flavor=project.flavor_name, keypair=name,
        network=project.network_name,
    )  # fmt: skip
    assert (made.state, made.output.pop("id") is not None) == ("SUCCESS", True), made.state_info
    assert made.output == {"name": name, "status": "ACTIVE"}
    server = connection.compute.find_server(name)
    assert connection.compute.get_server(server.id).key_name == name
    gone = workflows.run("delete_instance", instance_id=server.id)
    assert gone.state == "SUCCESS", gone.state_info
    connection.compute.delete_keypair(name)
    assert connection.compute.find_server(name) is None
