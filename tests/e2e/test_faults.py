"""What goes wrong: the right message, nothing left behind, and waits that outlive it."""

from __future__ import annotations

import os
import threading
import uuid
from pathlib import Path

import pytest

from mistral_airflow.hooks.openstack import OpenStackHook
from tests.e2e.control_plane import services
from tests.e2e.control_plane.plane import Plane
from tests.e2e.project import Project, eventually
from tests.e2e.workflows import Workflows


def test_no_host_can_take_the_server(workflows: Workflows, project: Project):
    compute = project.connection.compute
    giant = compute.create_flavor(name=f"giant-{uuid.uuid4().hex[:6]}", ram=64, vcpus=1, disk=10**7)
    ended = workflows.run("boot_or_clean_up", name="too-big", image=project.image, flavor=giant.id)
    compute.delete_flavor(giant)
    assert ended.state == "ERROR"
    assert ended.output["problem"].startswith("The server too-big is in ERROR: No valid host was found.")
    assert ended.output["deleted"]
    wait = next(task for task in ended.tasks if task.name == "wait")
    assert wait.attempts < 20, "it waited on for a server that could not come up"
    eventually(lambda: compute.find_server("too-big") is None)


def test_a_flavor_that_is_not_there(workflows: Workflows):
    ended = workflows.run("find_flavor", flavor="nothing")
    assert ended.state == "ERROR"
    assert (
        "NovaAction.flavors.find failed: No Flavor matching {'name': 'nothing'}. (HTTP 404)" in ended.output["problem"]
    )


def test_a_quota_that_is_used_up(workflows: Workflows, project: Project):
    compute = project.connection.compute
    compute.update_quota_set(project.id, instances=0)
    try:
        ended = workflows.run("boot_or_clean_up", name="one-too-many", image=project.image, flavor=project.flavor)
    finally:
        compute.revert_quota_set(project.id)
    assert ended.state == "ERROR"
    assert "Quota exceeded for instances" in ended.output["problem"]
    assert "(HTTP 403) (Request-ID: req-" in ended.output["problem"]
    assert not ended.output["deleted"]


def test_a_token_that_expires_in_mid_wait(workflows: Workflows, project: Project):
    server = project.server("patient")
    hook = OpenStackHook(project=project.id)

    def interfere() -> None:
        session = hook.get_conn().session
        token = session.get_token()
        project.connection.identity.delete("/auth/tokens", headers={"X-Subject-Token": token})
        project.connection.compute.stop_server(server)

    hook.get_conn().authorize()
    threading.Timer(4, interfere).start()
    ended = workflows.run("look_for_status", server=server.id, status="SHUTOFF")
    assert (ended.state, ended.output) == ("SUCCESS", {"status": "SHUTOFF"}), ended.state_info
    project.connection.compute.delete_server(server)


@pytest.mark.skipif("E2E_STATE" not in os.environ, reason="ends a service: only on a plane of our own (make e2e)")
def test_a_service_that_is_down_for_a_while(workflows: Workflows, project: Project):
    server = project.server("steadfast")
    plane = Plane.at(Path(os.environ["E2E_STATE"]))
    running = services.Services(plane)
    api = next(service for service in services.others(plane) if service.name == "nova-api")

    def interfere() -> None:
        running.processes.stop(["nova-api"])
        running.start(api)
        running.wait_for(api)
        project.connection.compute.stop_server(server)

    threading.Timer(3, interfere).start()
    ended = workflows.run("wait_for_status", server=server.id, status="SHUTOFF", count=120)
    assert (ended.state, ended.output) == ("SUCCESS", {"status": "SHUTOFF"}), ended.state_info
    project.connection.compute.delete_server(server)
