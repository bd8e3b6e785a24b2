"""A cloud for these tests: the one that OS_CLOUD names. `make e2e` brings one up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.project import Project, ground


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them need a cloud."""
    here = Path(__file__).parent
    missing = pytest.mark.skip(reason="needs a cloud: set OS_CLOUD, or use `make e2e`")
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            if "OS_CLOUD" not in os.environ:
                item.add_marker(missing)


@pytest.fixture(scope="session")
def cloud() -> Any:
    """The cloud as its administrator sees it."""
    import openstack

    connection = openstack.connect()
    connection.authorize()
    return connection


@pytest.fixture(scope="session")
def project(cloud: Any) -> Iterator[Project]:
    """A project of its own with a network, an image and a flavor; all of it is deleted afterwards."""
    with ground(cloud) as made:
        yield made


@pytest.fixture(scope="session")
def workflows(project: Project, runner: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The workflows beside these tests, and the examples, ready to run in the project."""
    from tests.e2e.workflows import Workflows, compile_all  # Airflow, which conftest.py may not import yet

    dags = tmp_path_factory.mktemp("dags")
    compile_all(dags)
    runner.load(dags)
    return Workflows(runner, {"openstack": {"project": project.id}})
