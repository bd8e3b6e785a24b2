"""Pictures of workflows, as text."""

import shutil
import subprocess

import pytest

from mistralc.drawing import dot, mermaid
from tests.unit.making import definition, workflow

TASKS = {
    "create": {
        "action": "nova.servers_create",
        "on-success": [{"wait": "<% $.n > 1 %>"}, "fail"],
        "on-error": "clean_up",
    },
    "wait": {"workflow": "wait_for", "on-complete": "end", "on-skip": "end"},
    "clean_up": {"on-success": "end"},
    "end": {"join": 2},
}


def test_mermaid():
    assert (
        mermaid(workflow(definition(TASKS)))
        == """\
---
title: flow
---
flowchart TD
    t0("create<br>nova.servers_create")
    t1("wait<br>wait_for")
    t2("clean_up")
    t3("end<br>join: 2")
    t4(("fail"))
    t0 -.->|"on-error"| t2
    t0 -->|"&lt;% $.n &gt; 1 %&gt;"| t1
    t0 --> t4
    t1 -.->|"on-skip"| t3
    t1 -->|"on-complete"| t3
    t2 --> t3
"""
    )


def test_dot():
    assert (
        dot(workflow(definition(TASKS)))
        == """\
digraph "flow" {
  node [shape=box, style=rounded];
  "create" [label="create\\nnova.servers_create"];
  "wait" [label="wait\\nwait_for"];
  "clean_up" [label="clean_up"];
  "end" [label="end\\njoin: 2"];
  "fail" [label="fail"];
  "create" -> "clean_up" [label="on-error", style=dashed];
  "create" -> "wait" [label="<% $.n > 1 %>"];
  "create" -> "fail" [label=""];
  "wait" -> "end" [label="on-skip", style=dashed];
  "wait" -> "end" [label="on-complete"];
  "clean_up" -> "end" [label=""];
}
"""
    )


def test_a_reverse_workflow_is_drawn_from_what_is_required_to_what_requires_it():
    tasks = {"a": None, "b": {"requires": ["a"]}, "c": {"requires": ["a", "b"]}}
    made = workflow(definition(tasks, type="reverse", **{"task-defaults": {"requires": ["a"]}}))
    arrows = [line.strip() for line in mermaid(made).splitlines() if "-->" in line]
    assert arrows == ["t0 --> t1", "t0 --> t2", "t1 --> t2"]


def test_a_long_guard_is_cut():
    tasks = {"a": {"on-success": [{"b": f"<% $.x = '{'y' * 100}' %>"}]}, "b": None}
    assert f"'{'y' * 29}…" in mermaid(workflow(definition(tasks)))


ODD = ['a "b"', "a\\b", "größe", "a<b>&c", "end", "x]", "日本語", "a\\", "graph", "a|b", "a\nb"]


def test_odd_names_and_guards_do_not_break_the_picture():
    tasks = {name: {"on-success": [{"z": f"<% $.x = '{index}\"' %>"}]} for index, name in enumerate(ODD)} | {"z": None}
    made = workflow(definition(tasks))
    lines = mermaid(made).splitlines()
    assert len(lines) == 4 + len(ODD) + 1 + len(ODD)
    assert all(line.count('"') == 2 for line in lines[4:])
    for name in ODD[:4]:
        assert name.replace("\\", "\\\\").replace('"', '\\"') in dot(made)


@pytest.mark.skipif(shutil.which("dot") is None, reason="needs Graphviz")
def test_graphviz_reads_it():
    tasks = {name: {"on-success": "z"} for name in ODD} | {"z": None}
    made = dot(workflow(definition(tasks)))
    subprocess.run(["dot", "-Tplain"], input=made, text=True, check=True, capture_output=True)
