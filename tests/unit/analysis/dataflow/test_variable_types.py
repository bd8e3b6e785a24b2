"""The types of variables: from what tasks publish, from results of actions, from defaults."""

import pytest

from mistralc.analysis.dataflow import data_of
from mistralc.analysis.texts import Moment, Point
from mistralc.model import load_text
from tests.unit.making import definition

HTTP = "std.http url=http://x"


def data(tasks, **parts):
    definitions, _ = load_text(definition(tasks, **parts), "flow.yaml")
    (found,) = data_of(definitions).workflows
    return found


def type_at_end(value, action="std.noop", name="x", **parts):
    tasks = {"a": {"action": action, "publish": {"x": value}}}
    return str(data(tasks, **parts).flow.variable(Point(Moment.OUTPUT), name).type)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, "int"),
        ("text", "str"),
        ("<% 1 %> apple", "str"),
        ("<% 1 + 1 %>", "int"),
        ([1, "<% 'a' %>"], "list[int | str]"),
        ({"a": "<% 1 %>"}, "dict{a: int}"),
        ("<% [1, 2].select($ + 1) %>", "list[int]"),
        ("<% now() %>", "str"),
        ("{{ 1 }}", "int"),
        ("{{ 'a' ~ 1 }}", "str"),
        ("{{ [1, 2] | sort }}", "list[int]"),
        ("{{ _.later | default(1) }}", "any"),
        ("{{ 1 }} apple", "str"),
    ],
)
def test_what_is_published_is_kept_as_json(value, expected):
    assert type_at_end(value) == expected


def test_results_of_standard_actions_are_known_where_they_ended_well():
    assert type_at_end("<% task().result.status %>", HTTP) == "int"
    assert type_at_end("<% task(a).result %>") == "null"
    tasks = {"a": {"action": HTTP, "publish-on-error": {"x": "<% task().result %>"}, "on-error": "b"}, "b": None}
    assert str(data(tasks).flow.variable(Point(Moment.BEFORE, "b"), "x").type) == "any"


def test_the_result_of_a_loop_is_a_list():
    tasks = {"a": {"action": HTTP, "with-items": "i in [1]", "publish": {"x": "<% task().result.status %>"}}}
    assert str(data(tasks).flow.variable(Point(Moment.OUTPUT), "x").type) == "list[int]"


def test_a_result_that_is_not_kept_is_known_in_its_publish_alone():
    first = {"action": HTTP, "keep-result": False, "publish": {"x": "<% task().result.status %>"}, "on-success": "b"}
    second = {"action": "std.noop", "publish": {"y": "<% task(a).result.status %>"}}
    flow = data({"a": first, "b": second}).flow
    assert str(flow.variable(Point(Moment.OUTPUT), "x").type) == "int"
    assert str(flow.variable(Point(Moment.OUTPUT), "y").type) == "any"


def test_types_go_from_task_to_task_and_meet():
    tasks = {
        "a": {"action": "std.noop", "publish": {"x": 1}, "on-success": ["b", "c"]},
        "b": {"action": "std.noop", "publish": {"y": "<% $.x + 1 %>"}, "on-success": "d"},
        "c": {"action": "std.noop", "publish": {"y": "text"}, "on-success": "d"},
        "d": {"action": "std.noop"},
    }
    flow = data(tasks).flow
    assert str(flow.variable(Point(Moment.BEFORE, "d"), "y").type) == "int | str"


def test_a_loop_settles():
    tasks = {
        "a": {"action": "std.noop", "publish": {"n": 0}, "on-success": "b"},
        "b": {"action": "std.noop", "publish": {"n": "<% $.n + 1 %>"}, "on-success": [{"b": "<% $.n < 3 %>"}]},
    }
    assert str(data(tasks).flow.variable(Point(Moment.BEFORE, "b"), "n").type) in ("any", "int", "float | int")


def test_dicts_from_several_places_may_have_more_fields():
    tasks = {
        "a": {"action": "std.noop", "publish": {"x": {"p": 1}}, "on-success": "c"},
        "b": {"action": "std.noop", "publish": {"x": {"p": 2}}, "on-success": "c"},
        "c": {"action": "std.noop", "join": "all"},
    }
    assert str(data(tasks).flow.variable(Point(Moment.BEFORE, "c"), "x").type) == "dict{p: int, …}"


def test_an_input_may_be_anything_and_is_likely_like_its_default():
    flow = data({"a": None}, input=[{"n": 3}, {"s": "a"}, {"e": ""}, {"z": None}, "r"]).flow
    kinds = {name: flow.variable(Point(Moment.BEFORE, "a"), name) for name in "nsezr"}
    assert {str(variable.type) for variable in kinds.values()} == {"any"}
    assumed = {name: str(variable.assumed) for name, variable in kinds.items()}
    assert assumed == {"n": "float | int", "s": "str", "e": "any", "z": "any", "r": "any"}


def test_what_does_not_fit_a_default_is_a_doubt_and_no_finding():
    (examined,) = data({"a": {"action": "std.echo output=<% 'a' + $.n %>"}}, input=[{"n": 3}]).examined
    assert not examined.findings
    assert [finding.kind.value for finding in examined.doubts] == ["types"]


def test_loop_variables_have_the_type_of_the_elements():
    tasks = {"a": {"with-items": ["i in [1, 2]", "k in <% {a => 1} %>"], "action": "std.echo output=<% $.i + 1 %>"}}
    flow = data(tasks).flow
    assert str(flow.variable(Point(Moment.ITEM, "a"), "i").type) == "int"
    assert str(flow.variable(Point(Moment.ITEM, "a"), "k").type) == "str"


def test_places_count_from_the_start_of_the_text():
    text = "first <% $.one %> then <% $.two %>"
    (examined,) = data({"a": {"action": "std.echo", "input": {"output": text}}}).examined
    assert [text[read.start : read.end] for read in examined.reads] == ["one", "two"]


def test_places_in_jinja_are_found_one_after_the_other():
    text = "{{ _.one }} {{ _.two | default(1) }} {{ _.one }} {{ _['three'] }} {{ _.four is defined }}"
    (examined,) = data({"a": {"action": "std.echo", "input": {"output": text}}}).examined
    assert [(read.name, read.start) for read in examined.reads] == [("one", 5), ("one", 42), ("three", 55)]


def test_the_analysis_of_a_file_is_made_once():
    definitions, _ = load_text(definition({"a": None}), "flow.yaml")
    assert data_of(definitions) is data_of(definitions)
