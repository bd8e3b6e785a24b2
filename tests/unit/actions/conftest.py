"""The servers that actions are run against, started once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.actions.places import Places, places
from tests.unit.actions.servers.sshd import SSHD


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """Everything that can be had: without an sshd on the machine the tests that need it are skipped."""
    with places(tmp_path_factory.mktemp("servers"), ssh=SSHD is not None) as started:
        yield started


@pytest.fixture
def everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers are on this machine, where std.http does not go by default."""
    monkeypatch.setenv("AIRFLOW__MISTRAL__HTTP_DENIED_NETWORKS", "")
