"""When it is in vain to look again."""

import pytest

from mistral_airflow.actions import dead_ends

pytestmark = pytest.mark.airflow
BROKEN = {"id": "s", "name": "web", "status": "ERROR", "fault": {"code": 500, "message": "No valid host was found."}}
REASON = "The server web is in ERROR: No valid host was found."


def of_find(arguments, state):
    return dead_ends.of_find("nova.servers_find", arguments, lambda action, given: state)


def test_a_server_in_error_will_not_be_found_active():
    assert of_find({"id": "s", "status": "ACTIVE"}, BROKEN) == REASON
    assert of_find({"id": "s", "status": "ACTIVE"}, {**BROKEN, "status": "BUILD"}) is None


@pytest.mark.parametrize("arguments", [{"id": "s"}, {"status": "ACTIVE"}, {"id": "s", "status": "ERROR"}])
def test_nothing_is_said_where_no_one_server_is_awaited(arguments):
    assert of_find(arguments, BROKEN) is None


def test_a_result_in_error_says_what_it_would_be_otherwise():
    assert dead_ends.of_get("nova.servers_get", BROKEN) == (REASON, {**BROKEN, "status": "ACTIVE"})
    assert dead_ends.of_get("nova.servers_get", {"status": "BUILD"}) is None
    assert dead_ends.of_get("nova.flavors_get", BROKEN) is None
    without = {"id": "v", "status": "error"}
    assert dead_ends.of_get("cinder.volumes_get", without)[0] == (
        "The volume v is in error: its service does not say why"
    )
