"""What needs no run: texts that are validated, the actions there are, lists that are filtered and sorted."""

from __future__ import annotations

import pytest

from tests.unit.service.conftest import BACKUP, RECORDED

pytestmark = pytest.mark.airflow


WORKBOOK = "version: '2.0'\nname: x\nworkflows:\n  w:\n    tasks:\n      t: {action: std.noop}\n"


def validate(kind, text):
    from mistral_airflow.service.validation import validate

    return validate(text, kind)


@pytest.mark.parametrize(
    ("recorded", "kind", "text"),
    [
        ("workflows.validate", "workflow", BACKUP),
        ("workflows.validate bad", "workflow", "version: '2.0'\nw:\n  tsks: {}\n"),
        ("workflows.validate bad yaml", "workflow", "a: [b"),
        ("workbooks.validate bad", "workbook", "version: '2.0'\nnme: x\n"),
        ("workbooks.validate good", "workbook", WORKBOOK),
    ],
)
def test_what_mistral_accepts_is_valid_and_no_other(recorded, kind, text):
    ours, theirs = validate(kind, text), RECORDED[recorded]
    assert (ours["valid"], set(ours)) == (theirs["valid"], set(theirs)), ours


def test_an_error_has_its_place():
    assert "line 3" in validate("workflow", "version: '2.0'\nw:\n  tsks: {}\n")["error"]


def test_the_actions_have_the_fields_that_mistral_gives():
    from mistral_airflow.actions import Execution
    from mistral_airflow.service import actions
    from mistral_airflow.service.errors import Refusal

    nobody = Execution("", "", "", "", "")
    echo = actions.get(nobody, identifier="std.echo")
    assert set(echo) == set(RECORDED["actions.get"])
    assert actions.find(nobody, name="std.echo") == [echo]
    known = {row["name"] for row in actions.list_(nobody)}
    assert {"nova.servers_create", "mistral.cron_triggers_create"} <= known
    assert "mistral.workflows_delete" not in known
    with pytest.raises(Refusal, match="Action not found"):
        actions.get(nobody, identifier="std.ecoh")


ROWS = [{"id": "1", "n": "b", "t": None}, {"id": "2", "n": "a", "t": "x"}, {"id": "3", "n": "c", "t": "y"}]


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({}, ["1", "2", "3"]),
        ({"sort_keys": "n"}, ["2", "1", "3"]),
        ({"sort_keys": ["n"], "sort_dirs": "desc", "limit": 2}, ["3", "1"]),
        ({"n": "a"}, ["2"]),
        ({"n": "in:a,c"}, ["2", "3"]),
        ({"n": "neq:a"}, ["1", "3"]),
        ({"t": "has:x"}, ["2"]),
        ({"t": None}, ["1"]),
    ],
)
def test_lists_are_filtered_and_sorted(asked, ids):
    from mistral_airflow.service.rows import shaped

    assert [row["id"] for row in shaped(ROWS, **asked)] == ids


def test_fields_and_unknown_names():
    from mistral_airflow.service.errors import Refusal
    from mistral_airflow.service.rows import shaped

    assert shaped(ROWS, fields="n", limit=1) == [{"id": "1", "n": "b"}]
    for asked in ({"m": 1}, {"marker": "1"}, {"sort_keys": "m"}, {"fields": ["m"]}):
        with pytest.raises(Refusal):
            shaped(ROWS, **asked)
