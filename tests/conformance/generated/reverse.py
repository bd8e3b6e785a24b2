"""Random reverse workflows: trees of requirements (the engine may run a task twice that two others require)."""

from __future__ import annotations

import random
from typing import Any


def reverse_workflow(source: random.Random) -> tuple[dict[str, Any], str]:
    """A workflow and the task it is to be run for."""
    names = [f"r{number}" for number in range(1, source.randint(2, 7))]
    tasks: dict[str, Any] = {}
    for index, name in enumerate(names):
        tasks[name] = _task(source, name)
        if index:
            _require(source, tasks, source.choice(names[:index]), name)  # one that does not require it: no cycle
    workflow: dict[str, Any] = {"type": "reverse", "input": ["i"], "tasks": tasks}
    if source.random() < 0.6:
        workflow["output"] = {f"v_{name}": f"<% $.get(v_{name}) %>" for name in names}
    if source.random() < 0.3:
        workflow["output-on-error"] = {"seen": "<% $.i %>"}
    if source.random() < 0.2:
        workflow["task-defaults"] = {"retry": {"count": 1, "delay": 0}}
    return workflow, source.choice([names[0], names[0], source.choice(names)])


def _task(source: random.Random, name: str) -> dict[str, Any]:
    task: dict[str, Any] = {"action": source.choice(["std.noop", f"std.echo output='{name}'", "std.echo output=1"])}
    if source.random() < 0.12:
        task["action"] = "std.fail"
    if source.random() < 0.5:
        task["publish"] = {f"v_{name}": source.choice([name, "<% task().result %>", "<% $.i %>", {name: [1]}])}
    policies = {"retry": {"count": 1, "delay": 0}, "with-items": "x in <% [1, 2] %>", "fail-on": "<% $.i > 1 %>"}
    task.update({policy: value for policy, value in policies.items() if source.random() < 0.13})
    return task


def _require(source: random.Random, tasks: dict[str, Any], name: str, required: str) -> None:
    requires = tasks[name].setdefault("requires", [])
    requires.append(required)
    if source.random() < 0.3:
        tasks[name].setdefault("publish", {})[f"from_{name}"] = f"<% $.get(v_{required}) %>"
