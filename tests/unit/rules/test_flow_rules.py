"""Rules on the graph: what they leave alone, and where they point."""

import pytest

from mistralc import rules
from mistralc.model import load_text

QUIET = {
    "a loop that a condition ends": "a: {on-success: b}\nb: {on-success: c}\nc: {on-success: [b: <% task().result %>]}",
    "a loop that a command ends": "a: {on-success: b}\nb: {on-success: [fail: <% task().result %>, b]}",
    "a loop on errors": "a: {on-success: b}\nb: {action: std.js script='x', on-error: b}",
    "a loop that fail-on ends": "a: {on-success: b}\nb: {fail-on: <% task().result %>, on-success: b}",
    "a join on one transition in a loop": (
        "a: {on-success: b}\nb: {join: all, on-success: c}\nc: {on-success: [b: <% task().result %>]}"
    ),
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
