"""What goes wrong: the right message, nothing left behind, and waits that outlive it."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from mistral_airflow.hooks.openstack import OpenStackHook
from tests.e2e.control_plane import services
from tests.e2e.control_plane.plane import Plane
from tests.e2e.project import Project, eventually
from tests.e2e.workflows import Workflows


@contextmanager
def after(seconds: float, interfere: Callable[[], None]) -> Iterator[None]:
    """Do something to the cloud a while after the block has begun; what goes wrong with that is raised at its end."""

    def wait_and_interfere() -> None:
        time.sleep(seconds)
        interfere()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(wait_and_interfere)
        yield
        done.result()


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


def test_the_example_leaves_nothing_when_it_fails_half_way(workflows: Workflows, project: Project):
    """The server is there when the floating IP is refused."""
    network = project.connection.network
    network.update_quota(project.id, floating_ips=0)
    try:
        ended = workflows.run(
            "create_vm", vm_name="half-way", image=project.image_name, flavor=project.flavor_name,
            network=project.network_name, external_network=project.external_name,
        )  # fmt: skip
    finally:
        network.delete_quota(project.id)
    assert ended.state == "ERROR"
    assert "Quota exceeded for resources: ['floatingip']" in ended.output["problem"]
    assert "(HTTP 409) (Request-ID: req-" in ended.output["problem"]
    states = {task.name: task.state for task in ended.tasks}
    assert (states["create_floating_ip"], states["delete_server"]) == ("ERROR", "SUCCESS")
    eventually(lambda: project.connection.compute.find_server("half-way") is None)


def test_a_token_that_expires_in_mid_wait(workflows: Workflows, project: Project):
    server = project.server("patient")
    hook = OpenStackHook(project=project.id)

    def interfere() -> None:
        session = hook.get_conn().session
        token = session.get_token()
        project.connection.identity.delete("/auth/tokens", headers={"X-Subject-Token": token})
        project.connection.compute.stop_server(server)

    hook.get_conn().authorize()
    with after(4, interfere):
        ended = workflows.run("look_for_status", server=server.id, status="SHUTOFF")
    project.connection.compute.delete_server(server)
    assert (ended.state, ended.output) == ("SUCCESS", {"status": "SHUTOFF"}), ended.state_info


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

    with after(3, interfere):
        ended = workflows.run("wait_for_status", server=server.id, status="SHUTOFF", count=120)
    project.connection.compute.delete_server(server)
    assert (ended.state, ended.output) == ("SUCCESS", {"status": "SHUTOFF"}), ended.state_info
