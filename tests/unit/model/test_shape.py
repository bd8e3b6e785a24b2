"""The compiled schemas and the jsonschema library give one verdict, and each fault is said once, at its place."""

import copy
import json
import random

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from mistralc.model import load_text
from mistralc.model.schema import checker, schema

FILES = ("workflow.schema.json", "workbook.schema.json", "action.schema.json")
BASES = {
    "workflow.schema.json": {
        "version": "2.0",
        "wf": {
            "type": "direct",
            "input": ["a", {"b": 1}],
            "output": {"x": "<% $.x %>"},
            "task-defaults": {"retry": {"count": 1, "delay": 0}, "on-error": ["fail"]},
            "tasks": {
                "t1": {
                    "action": "std.noop",
                    "with-items": ["i in [1]"],
                    "retry": "count=1 delay=1",
                    "on-success": ["t2", {"t3": "<% $.x %>"}],
                    "on-error": {"publish": {"branch": {"a": 1}}, "next": "fail msg=1"},
                },
                "t2": {"join": "all", "timeout": 3, "pause-before": True},
                "t3": {"workflow": "other", "input": "<% $.in %>", "keep-result": "<% true %>"},
            },
        },
        "rev": {"type": "reverse", "tasks": {"t1": {"requires": ["t2"]}, "t2": {"action": "std.noop"}}},
    },
    "workbook.schema.json": {
        "version": "2.0",
        "name": "book",
        "tags": ["a"],
        "workflows": {"wf": {"tasks": {"t1": {"action": "a"}}}},
        "actions": {"a": {"base": "std.echo", "base-input": {"output": "x"}, "output": None}},
    },
    "action.schema.json": {"version": 2.0, "a": {"base": "std.echo", "input": ["x", {"y": None}], "tags": ["q"]}},
}
TEXTS = ["", "x", "a b", "all", "<% $.x %>", "<%x%>", "fail(m=1)", "fail(m=1 2)"]
LISTS = [[], ["x"], ["x", "x"], [["x"]], [{"t": "<% $.x %>"}]]
MAPPINGS = [{}, {"a": 1}, {"a": 1, "b": 2}, {"t": "<% $.x %>"}, {"next": "t"}, {"publish": {}}, {"count": 1}]
VALUES = [None, True, 0, -1, 1.0, 1.5, 2, *TEXTS, *LISTS, *MAPPINGS]
KEYS = ["join", "requires", "on-success", "retry", "type", "tasks", "input", "tags", "x", "", "a b", "version", "next"]


@pytest.fixture(scope="module")
def library():
    registry = Registry().with_resources([(name, Resource.from_contents(schema(name))) for name in FILES])
    return {name: Draft202012Validator(schema(name), registry=registry) for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_the_schemas_are_valid_json_schema(name):
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("name", FILES)
def test_the_compiled_check_agrees_with_the_library(name, library):
    chance = random.Random(7)
    verdicts = set()
    for _ in range(1500):
        data = copy.deepcopy(BASES[name])
        mutate(data, chance)
        verdict = checker(name)(data)
        verdicts.add(verdict)
        assert verdict == library[name].is_valid(data), json.dumps(data)
    assert verdicts == {True, False}


def mutate(data, chance):
    """Replace, add or remove one value somewhere."""
    places = []
    todo = [data]
    while todo:
        part = todo.pop()
        steps = list(part) if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
        places += [(part, step) for step in steps]
        todo += [part[step] for step in steps]
    part, step = chance.choice(places)
    kind = chance.random()
    if kind < 0.3 and isinstance(part, dict):
        part[chance.choice(KEYS)] = copy.deepcopy(chance.choice(VALUES))
    elif kind < 0.4:
        del part[step]
    else:
        part[step] = copy.deepcopy(chance.choice(VALUES))


def codes(text):
    return [(found.code, found.span.line) for found in load_text(text, "w")[1]]


def test_independent_faults_are_all_reported_and_each_once():
    text = """\
version: '2.0'
wf:
  tasks:
    a:
      action: std.noop
      on-sucess: b
    b:
      retry:
        cout: 3
        delay: 1
      timeout: soon
    c: [1]
    d:
      on-error: []
"""
    assert codes(text) == [("E201", 6), ("E201", 9), ("E203", 11), ("E203", 12), ("E204", 14)]


def test_messages_stay_short_whatever_the_file_holds():
    tasks = "".join(f"    t{n}:\n      on-sucess: t1\n" for n in range(500))
    _, found = load_text("version: '2.0'\nwf:\n  tasks:\n" + tasks, "w")
    assert found
    assert all(len(diagnostic.message) < 200 for diagnostic in found)


def test_what_has_faults_of_shape_is_not_intact():
    definitions, _ = load_text(
        "version: '2.0'\nx:\n  tasks: {a: {jion: all}}\ny:\n  tasks: {a: {}, b: {action: z}}", "w"
    )
    assert [definitions.is_intact(("x",)), definitions.is_intact(("y",))] == [False, False]
    definitions, _ = load_text("version: '2.0'\nx:\n  tasks: {a: {jion: all}}\ny:\n  tasks: {b: {action: z}}", "w")
    assert [definitions.is_intact(("x",)), definitions.is_intact(("y",))] == [False, True]
