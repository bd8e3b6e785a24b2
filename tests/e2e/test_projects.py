"""Projects, quotas, users and roles; the examples that only read."""

from __future__ import annotations

import secrets
import uuid

from tests.e2e.project import Project
from tests.e2e.workflows import Workflows


def test_a_project_with_quotas_and_a_user(workflows: Workflows, project: Project):
    name = f"made-{uuid.uuid4().hex[:6]}"
    ended = workflows.run("project_with_user", name=name, password=secrets.token_hex(8))
    assert ended.state == "SUCCESS", ended.state_info
    assert ended.output == {"project": name, "quota": [3, 7], "volumes": 4, "granted": 1, "revoked": 0}
    assert project.connection.identity.find_project(name) is None
    assert project.connection.identity.find_user(name) is None


def test_mistral_s_examples_that_read(workflows: Workflows, project: Project):
    image = workflows.run("glance_actions.get_first_glance_image")
    known = {image.name: image.id for image in project.connection.image.images()}
    assert known[image.output["image"]["name"]] == image.output["image"]["id"]
    found = workflows.run("keystone_actions.get_first_keystone_project").output["project"]
    assert project.connection.identity.get_project(found["id"]).name == found["name"]
