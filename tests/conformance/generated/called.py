"""Random workflows for the generated ones to call: short chains that may fail, the first of which calls the second."""

from __future__ import annotations

import random
from typing import Any


def called_workflows(source: random.Random) -> dict[str, Any]:
    """`leaf`, and `middle` which may call it: name → workflow. Each takes the input `x`."""
    return {"leaf": _leaf(source), "middle": _middle(source)}


def _leaf(source: random.Random) -> dict[str, Any]:
    last = source.choice(["std.noop", "std.fail", "std.echo output=<% $.get(x) %>"])
    tasks: dict[str, Any] = {
        "l1": {"action": "std.echo output='leaf'", "publish": {"r": ["<% $.get(x) %>", "<% task().result %>"]}},
        "l2": {"action": last},
    }
    tasks["l1"]["on-success"] = source.choice(
        [["l2"], [{"l2": "<% $.get(x) = 2 %>"}], [{"fail": "<% $.get(x) = 2 %>"}]]
    )
    if source.random() < 0.5:
        del tasks["l1"]["on-success"]
    workflow: dict[str, Any] = {"input": [{"x": None}], "tasks": tasks}
    return _with_output(source, workflow)


def _middle(source: random.Random) -> dict[str, Any]:
    tasks: dict[str, Any] = {
        "m1": {"workflow": "leaf", "input": {"x": "<% $.get(x) %>"}, "publish": {"r": "<% task().result %>"}},
    }
    for event in ("on-success", "on-error"):
        if source.random() < 0.5:
            tasks["m1"][event] = ["m2"]
            tasks["m2"] = {"action": source.choice(["std.noop", "std.echo output=<% $.get(r) %>"])}
    workflow: dict[str, Any] = {"input": [{"x": 7}], "tasks": tasks}
    return _with_output(source, workflow)


def _with_output(source: random.Random, workflow: dict[str, Any]) -> dict[str, Any]:
    if source.random() < 0.7:
        workflow["output"] = {"r": "<% $.get(r) %>", "x": "<% $.get(x) %>"}
    if source.random() < 0.3:
        workflow["output-on-error"] = {"r": "<% $.get(r) %>"}
    return workflow
