"""The catalogue of actions against Mistral's own signatures (recorded/signatures.json)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mistralc.actions import CONNECTION, STANDARD, ActionSignature, find, nearest
from mistralc.expressions.types import ANY, is_of, parse_type
from mistralc.expressions.types.lattice import members
from tests.unit.actions.table import DOCUMENT, written

MISTRAL = json.loads((Path(__file__).parent / "recorded" / "signatures.json").read_text())


def signature(name: str) -> ActionSignature:
    found = find(name)
    assert found is not None
    return found


def test_every_std_action_of_mistral_is_there_and_no_other():
    assert set(MISTRAL) == {signature.name for signature in STANDARD}


@pytest.mark.parametrize("name", sorted(MISTRAL))
def test_parameters_are_mistrals_in_its_order(name: str):
    ours = {
        p.name: {"required": True} if p.required else {"default": p.default}
        for p in signature(name).parameters
        if not p.added
    }
    assert list(ours.items()) == list(MISTRAL[name]["parameters"].items())
    assert signature(name).asynchronous is not MISTRAL[name]["synchronous"]


def types() -> list[tuple[str, str]]:
    results = [(s.name, s.result) for s in STANDARD]
    return results + [(f"{s.name} {p.name}", p.type) for s in STANDARD for p in s.parameters]


@pytest.mark.parametrize(("place", "text"), types())
def test_types_are_of_the_notation(place: str, text: str):
    """What the notation does not know is `any`; so a misspelt type is one that is `any` and does not say so."""
    assert all(member != ANY for member in members(parse_type(text))) or text == "any", place


@pytest.mark.parametrize("action", STANDARD, ids=lambda action: action.name)
def test_defaults_are_of_their_types(action: ActionSignature):
    """None says that there is none: many of Mistral's parameters default to it and take it for nothing."""
    for parameter in action.parameters:
        assert parameter.required or parameter.default is None or is_of(parameter.default, parse_type(parameter.type))


@pytest.mark.parametrize("action", STANDARD, ids=lambda action: action.name)
def test_a_connection_gives_required_parameters(action: ActionSignature):
    assert bool(action.connection_gives) <= (action.parameter(CONNECTION) is not None)
    assert action.connection_gives <= {p.name for p in action.parameters if p.required}


def test_missing_and_unknown_arguments():
    assert signature("std.http").missing({"method"}) == ["url"]
    assert signature("std.ssh").missing({"host"}) == ["cmd", "username"]
    assert signature("std.ssh").missing({"conn_id"}) == ["cmd"]
    assert signature("std.echo").unknown({"output", "text", "dealy"}) == ["dealy", "text"]


@pytest.mark.parametrize(
    ("written", "meant"), [("std.htttp", "std.http"), ("std.ech0", "std.echo"), ("nova.servers_list", None)]
)
def test_nearest(written: str, meant: str | None):
    assert nearest(written) == meant


def test_the_documentation_says_the_same():
    """After a change: python -m tests.unit.actions.table."""
    text = DOCUMENT.read_text(encoding="utf-8")
    assert written(text) == text
