"""Our actions against the records of Mistral's own (see `record`), on the same servers."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from tests.unit.actions.cases import CASES, Case
from tests.unit.actions.places import Places

pytestmark = pytest.mark.airflow

RECORDED = Path(__file__).parent / "recorded"
RESULTS: dict[str, Any] = {kind: json.loads((RECORDED / f"{kind}.json").read_text()) for kind in CASES}
MAILS = json.loads((RECORDED / "mails.json").read_text())

BETTER = {
    "auth without a password": "`auth` must be 'user:password'",
    "a text for a list": "`to_addrs` must be a list of addresses",
    "bytes": "'utf-8' codec can't decode byte 0xff",
    "too large": "HTTP response is too large (Content-Length=9999999, limit=5242880 bytes).",
    "unreadable": "JavaScriptAction failed: <anonymous>:3: SyntaxError: Unexpected token ';'",
    "long integer": "TypeError: the script returned a bigint, which is no data",
    "throws": "Error: boom",
    "missing": "ReferenceError: nothing is not defined",
    "half a pair": "surrogates not allowed",
}
"""Failures that Mistral words worse, or as its own version of V8 does: what our message says."""

WORKS = {"no context": ["result", 1]}
"""What fails there and works here: nobody can have a workflow that wants it to fail (docs/deviations.md)."""


def of(kind: str) -> list[Any]:
    return [pytest.param(name, *case, id=name) for name, case in CASES[kind].items()]


def agree(kind: str, name: str, case: Case, found: Places) -> None:
    from tests.unit.actions.running import outcome

    action, arguments = case
    ours = found.emptied(outcome(action, found.filled(arguments)))
    theirs = RESULTS[kind][name]
    if name in BETTER:
        assert (ours[0], theirs[0]) == ("raised", "raised")
        assert BETTER[name] in ours[1]
    elif name in WORKS:
        assert ours == WORKS[name]
    elif isinstance(theirs[1], float) and math.isnan(theirs[1]):
        assert math.isnan(ours[1])
    else:
        assert ours == theirs


@pytest.mark.parametrize(("name", "action", "arguments"), of("basic"))
def test_basic(name: str, action: str, arguments: dict[str, Any], found: Places):
    agree("basic", name, (action, arguments), found)


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize(("name", "action", "arguments"), [p for p in of("http") if p.values[1] == "std.http"])
def test_http(name: str, action: str, arguments: dict[str, Any], found: Places):
    agree("http", name, (action, arguments), found)


@pytest.mark.usefixtures("everywhere")
def test_mistral_http_says_whose_result_is_wanted(found: Places):
    from tests.unit.actions.running import outcome

    action, arguments = CASES["http"]["mistral_http"]
    assert outcome(action, found.filled(arguments)) == ["result", "parked"]
    assert found.http.requests[-1] == RESULTS["http"]["mistral_http"][1]["content"]


@pytest.mark.usefixtures("everywhere")
def test_mistral_http_fails_at_once_where_the_request_does(found: Places):
    agree("http", "mistral_http refused", CASES["http"]["mistral_http refused"], found)


@pytest.mark.parametrize(("name", "action", "arguments"), of("email"))
def test_email(name: str, action: str, arguments: dict[str, Any], found: Places):
    boxes = found.mail.mails, found.login_mail.mails
    for box in boxes:
        box.clear()
    agree("email", name, (action, arguments), found)
    assert found.emptied([mail for box in boxes for mail in box]) == ([MAILS[name]] if name in MAILS else [])


@pytest.mark.parametrize(("name", "action", "arguments"), of("ssh"))
def test_ssh(name: str, action: str, arguments: dict[str, Any], found: Places):
    if found.ssh is None:
        pytest.skip("needs an sshd: apt-get install openssh-server")
    ports = {"port": found.ssh.port, **({"gateway_port": found.ssh.port} if action == "std.ssh_proxied" else {})}
    agree("ssh", name, (action, {**arguments, **ports}), found)


@pytest.mark.parametrize(("name", "action", "arguments"), of("javascript"))
def test_javascript(name: str, action: str, arguments: dict[str, Any], found: Places):
    agree("javascript", name, (action, arguments), found)
