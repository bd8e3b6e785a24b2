"""The mapped actions of the services that run here, called for real: what they answer, and what this plane refuses."""

from __future__ import annotations

import json
import os
import uuid
from typing import Any

import pytest

from mistral_airflow.flow.errors import ActionError
from mistral_airflow.openstack import perform
from mistralc.expressions import evaluate
from tests.e2e.catalogue import tour
from tests.e2e.project import PUBLIC_KEY, Project, eventually

PATIENCE = 60.0


@pytest.fixture(scope="module")
def known(project: Project, cloud: Any) -> dict[str, Any]:
    """What the calls can name; each adds its result."""
    identity = cloud.identity
    groups = {"name": f"call-{uuid.uuid4().hex[:8]}", "filters": {"interface": "public"}}
    group = identity.post("/OS-EP-FILTER/endpoint_groups", json={"endpoint_group": groups}).json()["endpoint_group"]
    return {
        "project": project.id, "image": project.image, "image_name": project.image_name, "network": project.network,
        "network_name": project.network_name, "external_network": project.external_network,
        "public_key": PUBLIC_KEY, "user": cloud.current_user_id, "name": f"call-{uuid.uuid4().hex[:8]}",
        "endpoint_group": group["id"], "address": cloud.config.config["auth"]["auth_url"],
        "other_project": identity.create_project(name=f"call-{uuid.uuid4().hex[:8]}").id,
    }  # fmt: skip


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(step, id=f"{service}-{number}-{step.action}")
        for number, (service, step) in enumerate(tour.tables())
    ],
)
def test_a_call(step: tour.Step, known: dict[str, Any], project: Project):
    if step.whole and "E2E_STATE" not in os.environ:
        pytest.skip("touches all users of the cloud: only on a plane of our own (make e2e)")
    connection, arguments = project.connection, evaluate(dict(step.arguments), known)
    if step.refused:
        with pytest.raises(ActionError) as refusal:
            perform(connection, step.action, arguments)
        assert step.refused in str(refusal.value)
        return

    def look() -> Any:
        try:
            known["it"] = perform(connection, step.action, arguments)
        except ActionError as error:
            if step.until and "No " in str(error):  # as `find` says of what is not yet as wished
                return False
            raise
        return not step.until or evaluate(step.until, known)

    eventually(look, PATIENCE)
    json.dumps(known["it"])
    if tour.makes_once(step):
        assert _nothing_new(connection, step.action, arguments, known["it"])
    if step.keep:
        known[step.keep] = known["it"]
    if step.then:
        eventually(lambda: _is(step.then, perform(connection, "nova.servers_get", {"server": arguments["server"]})))


def _nothing_new(connection: Any, action: str, arguments: dict[str, Any], made: Any) -> bool:
    """Whether a second call is refused, or comes to what the first one made: as the catalogue has it of this action."""
    try:
        return _ids(perform(connection, action, arguments)) == _ids(made)
    except ActionError:
        return True


def _ids(result: Any) -> set[str]:
    if isinstance(result, dict):
        return {result[key] for key in result if key == "id"}.union(*map(_ids, result.values()))
    return set().union(*map(_ids, result)) if isinstance(result, list) else set()


def _is(status: str, server: dict[str, Any]) -> bool:
    return server["status"] == status and not server["OS-EXT-STS:task_state"]


@pytest.mark.parametrize("name", tour.looks())
def test_it_lists(name: str, project: Project):
    json.dumps(perform(project.connection, name, {}))


@pytest.mark.parametrize("name", sorted(tour.missing()))
def test_the_service_is_not_here(name: str, project: Project):
    """The call is made, and the answer is that of a service without the extension."""
    with pytest.raises(ActionError, match=r"(The resource could not be found|no longer available).*\(HTTP 4(04|10)\)"):
        perform(project.connection, name, tour.placeholders(tour.served()[name]))
