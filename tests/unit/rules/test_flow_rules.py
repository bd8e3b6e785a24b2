"""Rules on the graph: what they leave alone, and where they point."""

import pytest

from mistralc import rules
from mistralc.model import load_text

QUIET = {
    "a loop that a condition ends": "a: {on-success: b}\nb: {on-success: c}\nc: {on-success: [b: <% task().result %>]}",
    "a loop that a command ends": "a: {on-success: b}\nb: {on-success: [fail: <% task().result %>, b]}",
    "a loop on errors": "a: {on-success: b}\nb: {action: std.js script='x', on-error: b}",
    "a loop that fail-on ends": "a: {on-success: b}\nb: {fail-on: <% task().result %>, on-success: b}",
    "a join of one in a loop": (
        "a: {on-success: b}\nb: {join: one, on-success: c}\nc: {on-success: [b: <% task().result %>]}"
    ),
    "a join of enough without the way back": (
        "a: {on-success: j}\nb: {on-success: j}\nj: {join: 2, on-success: [j: <% task().result %>]}"
    ),
    "a workflow that calls itself under a condition": (
        "a: {on-success: [again: <% task().result %>]}\nagain: {workflow: wf}"
    ),
    "a workflow that calls itself for what there is": "a: {workflow: wf, with-items: i in <% $ %>}",
    "a workflow that calls itself after an error": "a: {action: std.js script='x', on-error: b}\nb: {workflow: wf}",
    "a workflow that calls itself behind an end": "a: {on-success: [fail: <% task() %>, b]}\nb: {workflow: wf}",
    "a join of one": (
        "a: {on-success: g, on-error: b}\ng: {on-success: j}\nb: {on-success: j}\nj: {join: one, action: std.noop}"
    ),
    "a join of tasks that can both come": ("a: {on-success: j}\nb: {on-success: j}\nj: {join: all, action: std.noop}"),
    "a target under two conditions that exclude each other": (
        "a: {on-success: [b: <% task().result %>], on-error: b}\nb: {action: std.noop}"
    ),
    "a join started twice": (
        "a: {on-success: j, on-complete: j}\nb: {on-success: j}\nj: {join: all, action: std.noop}"
    ),
    "noop after a command": "a: {action: std.js script='x', on-error: [fail, noop]}",
    "a command with a condition": "a: {on-success: [fail: <% task().result %>, b]}\nb: {action: std.noop}",
    "the success of a failing task that may be skipped": "a: {action: std.fail, on-skip: b}\nb: {action: std.noop}",
}
"""Tasks of a workflow in which nothing is wrong."""

PLACES = {
    "W407": ("a: {action: std.noop}\nb: {on-success: c}\nc: {on-error: b}", 5),
    "W408": ("a:\n  action: std.js script='x'\n  on-error:\n    - fail\n    - b\nb: {action: std.noop}", 8),
    "W409": ("a: {on-success: b}\nb: {on-success: c}\nc: {on-success: b}", 6),
    "W410": ("a: {on-success: b}\nb: {join: all, action: std.noop}", 5),
    "W411": ("a: {on-success: j, on-error: b}\nb: {on-success: j}\nj: {join: all, action: std.noop}", 6),
    "W412": ("a:\n  on-success: b\n  on-complete: b\nb: {action: std.noop}", 6),
}

ALSO = {
    "a join that waits for what follows it": (
        "W411",
        "a: {on-success: b}\nb: {join: all, on-success: c}\nc: {on-success: [b: <% task().result %>]}",
        5,
    ),
    "a join that waits for itself": (
        "W411",
        "a: {on-success: j}\nj: {join: all, on-success: [j: <% task().result %>]}",
        5,
    ),
    "a task that comes after itself only": ("W407", "a: {action: std.noop}\nb:\n  on-error: b", 6),
    "a loop that only an error ends": ("W409", "a: {on-success: b}\nb: {on-success: b, on-error: fail}", 5),
    "a target again under the opposite condition": (
        "W412",
        "a:\n  on-success:\n    - b: <% $ = 1 %>\n    - b: <% not $ = 1 %>\nb: {action: std.noop}",
        7,
    ),
    "a workflow that calls itself": ("W415", "a: {on-success: b}\nb: {workflow: wf}", 5),
    "a call behind a join of what always comes": (
        "W415",
        "a: {on-success: j}\nb: {on-success: j}\nj: {join: all, workflow: wf}",
        6,
    ),
}


def found(tasks):
    text = "version: '2.0'\nwf:\n  tasks:\n" + "".join(f"    {line}\n" for line in tasks.splitlines())
    definitions, read = load_text(text, "w")
    assert not read
    return [(d.code, d.span.line) for d in rules.check(definitions) if d.code[1] == "4"]


@pytest.mark.parametrize("tasks", QUIET.values(), ids=QUIET.keys())
def test_what_is_right_is_left_alone(tasks):
    assert found(tasks) == []


@pytest.mark.parametrize("code", PLACES)
def test_the_line_of_the_fault(code):
    tasks, line = PLACES[code]
    assert found(tasks) == [(code, line)]


@pytest.mark.parametrize("name", ALSO)
def test_the_line_of_other_faults(name):
    code, tasks, line = ALSO[name]
    assert found(tasks) == [(code, line)]


CYCLES = [
    ("a requires what is built on it", {"a": "c", "b": "a", "c": "b", "d": "c"}, [5]),
    ("the last first", {"d": "c", "c": "b", "b": "a", "a": "d"}, [8]),
    ("two cycles", {"a": "b", "b": "a", "c": "d", "d": "c"}, [5, 7]),
    ("one requirement to blame for two", {"a": "d", "b": "a", "c": "a", "d": "b, c"}, [5]),
    ("none", {"a": "b", "b": "c", "c": ""}, []),
]


@pytest.mark.parametrize(("name", "tasks", "lines"), CYCLES, ids=[name for name, *_ in CYCLES])
def test_the_requirement_to_blame(name, tasks, lines):
    written = "".join(f"    {task}: {{action: std.noop, requires: [{names}]}}\n" for task, names in tasks.items())
    text = f"version: '2.0'\nwf:\n  type: reverse\n  tasks:\n{written}".replace(", requires: []", "")
    definitions, read = load_text(text, "w")
    assert not read
    assert [d.span.line for d in rules.check(definitions) if d.code == "W413"] == lines
