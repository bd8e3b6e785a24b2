"""Volumes, their copies, servers that boot from them, images and snapshots."""

from __future__ import annotations

from tests.e2e.project import Project
from tests.e2e.workflows import Workflows


def test_a_server_with_a_volume(workflows: Workflows, project: Project):
    ended = workflows.run(
        "volume_round_trip", name="with-volume", image=project.image, flavor=project.flavor, network=project.network
    )
    assert ended.state == "SUCCESS", ended.state_info
    refused = ended.output.pop("problem")
    assert ended.output == {"attached": 1, "status": "available", "size": 1}
    assert "CinderAction.volumes.delete failed: Invalid volume" in refused
    assert "(HTTP 400)" in refused


def test_mistral_s_example_clones_a_server_s_volumes_and_boots_from_them(workflows: Workflows, project: Project):
    root, data = project.volume("root"), project.volume("data")
    ended = workflows.run(
        "clone_vm", vm_name="clone", flavor_ref=project.flavor, source_root_vol_id=root.id, root_vol_name="new-root",
        root_vol_size=1, additional_volumes=[{"vol_name": "new-data", "vol_size": 1, "source_vol_id": data.id}],
    )  # fmt: skip
    assert ended.state == "SUCCESS", ended.state_info
    (server,) = project.connection.compute.servers(name="clone")
    attached = {volume.id for volume in server.attached_volumes}
    names = {project.connection.block_storage.get_volume(volume).name for volume in attached}
    assert (server.status, names) == ("ACTIVE", {"new-root", "new-data"})
    assert project.connection.block_storage.find_volume("new-root").is_bootable


def test_an_image_of_a_server_and_a_snapshot_of_a_volume(workflows: Workflows, project: Project):
    server, volume = project.server("pictured"), project.volume("pictured")
    ended = workflows.run("snapshot_and_image", name="picture", server=server.id, volume=volume.id)
    assert ended.state == "SUCCESS", ended.state_info
    assert ended.output == {"image": "active", "kind": "snapshot", "snapshot": "available", "copy": "available"}
    assert project.connection.image.find_image("picture") is None
    project.connection.compute.delete_server(server)
    project.connection.block_storage.delete_volume(volume)
