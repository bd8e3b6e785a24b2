"""What the model says about a file."""

import pytest

from mistralc.model import REQUIRED, Event, load_text


def workflow(tasks, more="", name="w"):
    definitions, found = load_text(f"version: '2.0'\nwf:\n{more}  tasks:\n{tasks}", name)
    assert [d for d in found if d.code[0] == "E"] == []
    return definitions.workflows[0]


def task(body):
    return workflow("    a:\n" + "".join(f"      {line}\n" for line in body.splitlines())).tasks["a"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("version: '2.0'\nwf: {tasks: {a: {action: b}}}", "workflow"),
        ("version: '2.0'\na: {base: std.echo}\nb: {base: std.noop}", "action"),
        ("version: '2.0'\nname: x\nworkflows: {wf: {tasks: {a: {action: b}}}}", "workbook"),
        ("version: '2.0'\nname: x\nactions: {a: {base: b}}", "workbook"),
        ("version: '2.0'\nworkflows: {tasks: {a: {action: b}}}", "workflow"),
        ("version: '2.0'\nactions: {base: std.echo}", "action"),
        ("version: '2.0'\na: {base: std.echo}\nb: {tasks: {a: {action: b}}}", "workflow"),
    ],
)
def test_the_kind_of_a_file_is_seen(text, kind):
    assert load_text(text, "w")[0].kind == kind


def test_inputs():
    inputs = workflow("    a: {action: b}\n", "  input: [x, {y: 1}, {z: null}]\n").input
    assert [(entry.name, entry.default, entry.required) for entry in inputs] == [
        ("x", REQUIRED, True),
        ("y", 1, False),
        ("z", None, False),
    ]


def test_names_of_a_workbook():
    definitions, _ = load_text("version: '2.0'\nname: book\nworkflows: {wf: {tasks: {a: {action: b}}}}", "w")
    assert definitions.workflows[0].qualified_name == "book.wf"
    assert definitions.workflows[0].at == ("workflows", "wf")


def test_a_call_with_parameters():
    call = task('action: std.echo output="x" n=1').action
    assert (call.name, call.params) == ("std.echo", {"output": "x", "n": 1})


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("on-success: b", [("b", "", {})]),
        ("on-success: [b, fail]", [("b", "", {}), ("fail", "", {})]),
        ("on-success:\n  - b: <% $.x %>\n  - fail(msg='a b'): <% $.y %>",
         [("b", "<% $.x %>", {}), ("fail", "<% $.y %>", {"msg": "a b"})]),
        ("on-success:\n  next: b", [("b", "", {})]),
        ("on-success:\n  next: [{b: <% $.x %>}]", [("b", "<% $.x %>", {})]),
        ("on-success:\n  next: {b: <% $.x %>}", [("b", "", {})]),
        ("on-success: {b: <% $.x %>}", []),
        ("on-success: fail msg=\"x\"", [("fail", "", {"msg": "x"})]),
    ],
)  # fmt: skip
def test_transitions(clause, expected):
    transitions = task("action: c\n" + clause).clauses[Event.SUCCESS].next
    assert [(t.target, t.guard, dict(t.params)) for t in transitions] == expected


def test_the_advanced_publish():
    clause = task("on-error:\n  publish:\n    branch: {a: 1}\n    global: {b: 2}").clauses[Event.ERROR]
    assert (clause.publish.branch, clause.publish.globals, clause.publish.atomic) == ({"a": 1}, {"b": 2}, None)


@pytest.mark.parametrize("retry", ["retry: count=3 delay=<% $.d %>", "retry: {count: 3, delay: <% $.d %>}"])
def test_both_forms_of_retry_say_the_same(retry):
    policy = task("action: b\n" + retry).policies.retry
    assert (policy.count, policy.delay, policy.break_on) == (3, "<% $.d %>", None)


@pytest.mark.parametrize(("written", "join"), [("all", "all"), ("one", "one"), ("2", 2), ("2.0", 2), ("0", None)])
def test_join(written, join):
    tasks = "    a: {action: x, on-success: j}\n    b: {action: x, on-success: j}\n    j: {join: " + written + "}\n"
    assert workflow(tasks).tasks["j"].join == join


def test_with_items():
    loops = task("with-items:\n  - i in <% $.l %>\n  - j in [1, 2]\naction: b").with_items
    assert [(loop.variable, loop.items) for loop in loops] == [("i", "<% $.l %>"), ("j", [1, 2])]


def test_a_reverse_workflow_has_requirements_and_no_clauses():
    tasks = workflow("    a: {requires: b}\n    b: {action: x}\n", "  type: reverse\n").tasks
    assert tasks["a"].requires == ("b",)
    assert tasks["a"].clauses == {}


def test_the_place_of_a_construct_leads_to_its_text():
    found = workflow(
        "    a:\n      on-success:\n        - b: <% $.x %>\n        - c\n    b: {action: x}\n    c: {action: x}\n"
    )
    first, second = found.tasks["a"].clauses[Event.SUCCESS].next
    assert found.document.key_span(first.at).line == 6
    assert found.document.span(first.at).column == 14
    assert found.document.key_span(second.at).line == 7


PLACES = (
    "{v}",
    "wf: {v}",
    "wf: {{tasks: {v}}}",
    "wf: {{tasks: {{a: {v}}}}}",
    "wf: {{tasks: {{a: {{KEY: {v}}}}}}}",
    "wf: {{task-defaults: {{KEY: {v}}}, tasks: {{a: {{action: b}}}}}}",
    "name: {v}\nworkflows: {v}",
    "a: {{base: {v}, input: {v}}}",
)


@pytest.mark.parametrize("place", PLACES)
def test_nothing_an_author_writes_raises(place):
    for value in ("null", "[]", "{}", "1", "x", "[1]", "{1: 2}", "[[x]]", "{a: }", "'x y'", "2015-01-01"):
        for key in ("on-success", "input", "retry", "with-items", "join", "publish", "action", "requires"):
            load_text("version: '2.0'\n" + place.format(v=value).replace("KEY", key), "w")
