"""The tables of real calls name every action that the catalogue serves of the five services; their page is fresh."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from mistralc.actions.openstack import find_openstack
from tests.e2e.catalogue import page, tour

IN_USE = Path(__file__).parents[4] / "shared/reference/openstack-actions-in-use.tsv"


def test_every_action_is_called():
    called = {step.action for _, step in tour.tables()} | set(tour.looks()) | set(tour.missing())
    assert set(tour.served()) - called == set()
    assert called - set(tour.served()) == set()


def test_what_is_refused_says_why():
    assert [step.action for _, step in tour.tables() if step.refused and not step.because] == []


@pytest.mark.skipif(not IN_USE.exists(), reason="the counts of public workflows are not beside this checkout")
def test_no_action_in_use_is_refused_or_absent():
    with IN_USE.open() as lines:
        used = {row["action"] for row in csv.DictReader(lines, delimiter="\t")}
    answered = {step.action for _, step in tour.tables() if not step.refused} | set(tour.looks())
    assert {name for name in used if name in tour.served()} - answered == set()
    assert {name for name in used if name.partition(".")[0] in tour.SERVICES} == used & set(tour.served())


def test_the_page_is_fresh():
    text = page.page()
    if os.environ.get("MISTRALC_REGENERATE"):
        page.FILE.write_text(text)
    assert page.FILE.read_text() == text


def test_a_second_call_of_what_is_made_once_is_made_too():
    """The tests make it, and it must find something to check: creations of which the catalogue says so."""
    once = {step.action for _, step in tour.tables() if tour.makes_once(step)}
    assert {"nova.keypairs_create", "keystone.projects_create", "nova.volumes_create_server_volume"} <= once
    assert not any(action.signature.twice for name in once if (action := find_openstack(name)))
