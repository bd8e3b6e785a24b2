"""The example on a real Airflow: its scheduler, workers and triggerer, an Airflow connection for the credentials."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mistral_airflow.local.server import AirflowServer
from tests.e2e.project import Project
from tests.e2e.workflows import compile_all

HAND_WRITTEN = """\
from airflow.sdk import DAG
from mistral_airflow.operators.openstack import OpenStackActionOperator
from mistral_airflow.sensors.openstack import ServerStatusSensor

with DAG("by_hand", schedule=None, is_paused_upon_creation=False, params={"server": ""}):
    server = "{{ params.server }}"
    stop = OpenStackActionOperator(task_id="stop", action="nova.servers_stop", arguments={"server": server})
    stopped = ServerStatusSensor(task_id="stopped", server=server, status="SHUTOFF", poke_interval=1)
    stop >> stopped
"""


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AirflowServer]:
    home: Path = tmp_path_factory.mktemp("server")
    compile_all(home / "dags")
    (home / "dags/by_hand.py").write_text(HAND_WRITTEN)
    elsewhere = {"OS_CLOUD": "", "OS_CLIENT_CONFIG_FILE": "", "AIRFLOW__CORE__TEST_CONNECTION": "Enabled"}
    with AirflowServer(home / "dags", home, settings=elsewhere) as server:
        server.wait_for_dags(["create_vm", "by_hand"])
        yield server


@pytest.fixture(scope="module")
def connection(airflow: AirflowServer, cloud: Any, project: Project) -> dict[str, Any]:
    """What a person enters for the cloud: the form's fields."""
    auth = cloud.config.config["auth"]
    body = {
        "connection_id": "openstack_default", "conn_type": "openstack", "host": auth["auth_url"],
        "login": auth["username"], "password": auth["password"],
        "extra": f'{{"project_id": "{project.id}", "user_domain_name": "{auth.get("user_domain_name", "Default")}"}}',
    }  # fmt: skip
    airflow.call("POST", "/api/v2/connections", json=body)
    return body


def test_the_connection_has_a_form_and_a_test(airflow: AirflowServer, connection: dict[str, Any], project: Project):
    answer = airflow.call("POST", "/api/v2/connections/test", json=connection)
    assert answer["status"], answer["message"]
    assert answer["message"].startswith(f"Logged in to project {project.name}")
    refused = airflow.call("POST", "/api/v2/connections/test", json={**connection, "password": "something else"})
    assert (refused["status"], "HTTP 401" in refused["message"]) == (False, True)


def test_the_example_waits_on_no_worker_and_tells_no_secret(
    airflow: AirflowServer, connection: dict[str, Any], project: Project
):
    run = airflow.trigger("create_vm", {
        "vm_name": "scheduled", "image": project.image_name, "flavor": project.flavor_name,
        "network": project.network_name, "external_network": project.external_name,
    })  # fmt: skip
    assert airflow.wait("create_vm", run) == "success"
    made = airflow.xcom("create_vm", run, "outcome")
    assert project.connection.compute.get_server(made["vm_id"]).status == "ACTIVE"
    logs = [
        airflow.log("create_vm", run, task)
        for task, state in airflow.states("create_vm", run).items()
        if state == "success"
    ]
    assert logs
    assert not any(connection["password"] in log for log in logs)
    hand = airflow.trigger("by_hand", {"server": made["vm_id"]})
    assert airflow.wait("by_hand", hand) == "success"
    assert airflow.xcom("by_hand", hand, "stopped")["status"] == "SHUTOFF"
    assert airflow.import_errors() == {}
