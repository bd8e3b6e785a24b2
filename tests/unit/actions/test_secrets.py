"""What is secret in arguments is not shown in logs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.actions.places import Places

pytestmark = [pytest.mark.airflow, pytest.mark.usefixtures("airflow_home")]


def shown(text: str) -> str:
    from airflow.sdk.log import redact

    return str(redact(text))


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize(
    ("arguments", "secret"),
    [
        ({"auth": "user:first-secret"}, "first-secret"),
        ({"headers": {"Authorization": "Bearer second-secret"}}, "second-secret"),
        ({"headers": {"X-Api-Key": "no-secret-to-airflow", "X-Auth-Token": "third-secret"}}, "third-secret"),
        ({"cookies": {"session": "fourth-secret"}}, "fourth-secret"),
        ({"method": "POST", "json": {"user": {"password": "fifth-secret"}}}, "fifth-secret"),
        ({"params": {"token": "sixth-secret"}}, "sixth-secret"),
    ],
)
def test_http(arguments: dict[str, Any], secret: str, found: Places):
    from tests.unit.actions.running import run

    run("std.http", {"url": f"{found.names['http']}/echo", **arguments})
    assert shown(f"in a sentence: {secret}.") == "in a sentence: ***."


def test_passwords_and_keys():
    from tests.unit.actions.running import outcome

    key = "-----BEGIN KEY-----\nseventh-secret\n-----END KEY-----"
    host = {"host": "host.invalid", "username": "me", "cmd": "ls"}
    outcome("std.ssh", {**host, "password": "eighth-secret", "private_key": key})
    assert shown("seventh-secret eighth-secret") == "*** ***"
    outcome(
        "std.email", {"from_addr": "a@b.c", "to_addrs": [], "smtp_server": "host.invalid", "smtp_password": "ninth-one"}
    )
    assert shown("ninth-one") == "***"


@pytest.mark.usefixtures("everywhere")
def test_the_log_has_no_query_and_no_login(found: Places, caplog: pytest.LogCaptureFixture):
    from tests.unit.actions.running import run

    with caplog.at_level("INFO", "mistral_airflow.actions"):
        run("std.http", {"url": f"http://me:hush@127.0.0.1:{found.http.server_port}/echo?key=hush"})
    assert "hush" not in caplog.text
    assert "GET http://127.0.0.1/echo: 200 OK" in caplog.text
