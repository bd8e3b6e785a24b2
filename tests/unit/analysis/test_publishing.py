"""What a task publishes in each end state: on-complete over basic over the clause, section by section."""

import pytest

from mistralc.analysis.publishing import published
from mistralc.model import Event
from tests.unit.making import definition, workflow


def task(**written):
    return workflow(definition({"t": {"action": "std.noop", **written}, "z": None})).tasks["t"]


def clause(**sections):
    return {"publish": sections, "next": "z"}


def sections(event=Event.SUCCESS, **written):
    found = published(task(**{key.replace("_", "-"): value for key, value in written.items()}), event)
    return found.branch, found.globals


def test_nothing_written_publishes_nothing():
    assert sections() == (None, None)
    assert not published(task(), Event.ERROR)


def test_basic_publish_is_of_success_and_its_twin_of_error():
    assert sections(publish={"a": 1}, publish_on_error={"b": 2}) == ({"a": 1}, None)
    assert sections(Event.ERROR, publish={"a": 1}, publish_on_error={"b": 2}) == ({"b": 2}, None)


def test_basic_publish_wins_over_the_clause_of_the_state():
    assert sections(publish={"a": 1}, on_success=clause(branch={"a": 2, "b": 3})) == ({"a": 1, "b": 3}, None)


def test_on_complete_wins_over_basic_publish():
    assert sections(publish={"a": 1, "c": 4}, on_complete=clause(branch={"a": 2})) == ({"a": 2, "c": 4}, None)
    assert sections(Event.ERROR, publish_on_error={"a": 1}, on_complete=clause(branch={"a": 2})) == ({"a": 2}, None)


def test_dicts_of_one_variable_merge_leaf_by_leaf():
    found = sections(publish={"a": {"x": 1, "y": 1}}, on_success=clause(branch={"a": {"y": 2, "z": 2}}))
    assert found == ({"a": {"x": 1, "y": 1, "z": 2}}, None)


def test_a_clause_with_globals_only_drops_the_basic_publish():
    assert sections(publish={"a": 1}, on_success=clause(**{"global": {"g": 1}})) == (None, {"g": 1})


def test_a_clause_of_another_state_says_nothing():
    assert sections(publish={"a": 1}, on_error=clause(branch={"b": 1})) == ({"a": 1}, None)


@pytest.mark.parametrize("event", [Event.SUCCESS, Event.ERROR])
def test_names_like_sections_in_a_basic_publish_are_variables(event):
    written = {"branch": {"x": 1}, "global": 2}
    assert sections(event, publish=written, publish_on_error=written) == (written, None)


def test_atomic_does_nothing():
    assert sections(on_success=clause(atomic={"a": 1}, branch={"b": 1})) == ({"b": 1}, None)
