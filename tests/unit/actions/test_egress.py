"""Where std.http may go."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.actions.places import Places

pytestmark = pytest.mark.airflow

NETWORKS, HOSTS = "AIRFLOW__MISTRAL__HTTP_DENIED_NETWORKS", "AIRFLOW__MISTRAL__HTTP_ALLOWED_HOSTS"


def http(url: str, **arguments: Any) -> Any:
    from tests.unit.actions.running import run

    return run("std.http", {"url": url, "timeout": 5, **arguments})


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "[::ffff:169.254.169.254]", "0.0.0.0", "2130706433"]
)
def test_this_machine_and_its_metadata_are_denied_by_default(host: str):
    from mistral_airflow.actions.egress import UrlNotAllowed

    with pytest.raises(UrlNotAllowed, match="blocked address"):
        http(f"http://{host}/")


def test_a_redirect_is_asked_for_too(found: Places, monkeypatch: pytest.MonkeyPatch):
    from mistral_airflow.actions.egress import UrlNotAllowed

    monkeypatch.setenv(NETWORKS, "169.254.0.0/16")
    with pytest.raises(UrlNotAllowed, match=r"169\.254\.169\.254"):
        http(f"{found.names['http']}/away", allow_redirects=True)


def test_only_hosts_that_are_allowed(found: Places, monkeypatch: pytest.MonkeyPatch):
    from mistral_airflow.actions.egress import UrlNotAllowed

    monkeypatch.setenv(NETWORKS, "")
    monkeypatch.setenv(HOSTS, "127.0.0.1, api.example.com")
    assert http(f"{found.names['http']}/echo")["status"] == 200
    with pytest.raises(UrlNotAllowed, match="Host 'localhost' is not in"):
        http(f"http://localhost:{found.http.server_port}/echo")


def test_a_policy_that_cannot_be_read_allows_nothing(found: Places, monkeypatch: pytest.MonkeyPatch):
    from mistral_airflow.actions.egress import UrlNotAllowed

    monkeypatch.setenv(NETWORKS, "10.0.0.0/8, everything")
    with pytest.raises(UrlNotAllowed, match=r"http_denied_networks cannot be read.*everything"):
        http(f"{found.names['http']}/echo")


@pytest.mark.usefixtures("everywhere")
def test_the_size_of_answers(found: Places, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AIRFLOW__MISTRAL__HTTP_MAX_RESPONSE_BYTES", "3")
    with pytest.raises(Exception, match="too large"):
        http(f"{found.names['http']}/echo")


@pytest.mark.usefixtures("everywhere")
def test_the_time_answers_may_take(found: Places, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AIRFLOW__MISTRAL__HTTP_TIMEOUT", "0.2")
    with pytest.raises(RuntimeError, match=r"read timeout=0\.2"):
        http(f"{found.names['http']}/slow", timeout=None)


def test_airflow_lists_the_options():
    from mistral_airflow.options import OPTIONS
    from mistral_airflow.provider import get_provider_info

    assert set(get_provider_info()["config"]["mistral"]["options"]) == {option.name for option in OPTIONS}
