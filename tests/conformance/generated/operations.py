"""What a person does to a generated run: tasks put before its chain, and the steps that are taken while they run.

Every step meets the same state of the run however fast anything is: nothing runs beside these tasks.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

DOWN = "std.http url='http://127.0.0.1:9/'"
"""An action that is scripted wherever it is used."""

IDLE = {"await": "idle"}


@dataclass
class Operated:
    """Tasks before the others, the steps that go with them, scripted results, workflows that they call."""

    tasks: dict[str, Any]
    steps: list[dict[str, Any]] = field(default_factory=list)
    mock_actions: dict[str, Any] = field(default_factory=dict)
    workflows: dict[str, Any] = field(default_factory=dict)


def operated(source: random.Random, following: str) -> Operated:
    """Some of what can be done to a run; `following` is the first task of the rest."""
    make = source.choice([_failed, _failed, _items, _in_called, _asynchronous, _several, _paused, _commanded])
    made = make(source, following)
    if source.random() < 0.5:
        before = {"p1": {"publish": {"p": ["p1", "<% $.i %>"]}, "on-success": [next(iter(made.tasks))]}}
        made.tasks = {**before, **made.tasks}
    return made


def _failed(source: random.Random, following: str) -> Operated:
    """A task fails, and is run again or skipped, until it has succeeded or for good."""
    fails = source.randint(1, 2)
    task: dict[str, Any] = {"action": DOWN, "publish": {"r": "<% task().result %>"}, "on-success": [following]}
    if source.random() < 0.3:
        task["publish-on-error"] = {"r": "failed"}
    if source.random() < 0.3:
        task["retry"] = {"count": 1, "delay": 0}
        fails *= 2
    if source.random() < 0.3:
        task["wait-before"] = source.choice([0, 1])
    tasks = {"r": task}
    skips = source.random() < 0.4
    if skips and source.random() < 0.4:  # of what runs again after a rerun, the engine keeps both executions
        task["on-complete"] = ["c"]
        tasks["c"] = {"publish": {"c": "<% $.get(r) %>"}}
    if skips and source.random() < 0.7:
        task["publish-on-skip"] = {"s": "skipped"}
        task["on-skip"] = [source.choice(["k", {"k": "<% $.i > 1 %>"}])]
        tasks["k"] = {"action": "std.echo output=<% $.get(s) %>", "on-success": [following]}
    sequence = [*({"error": "down"} for _ in range(fails)), *({"data": n} for n in range(4))]
    times = 1 if skips else fails // (2 if "retry" in task else 1)
    steps: list[dict[str, Any]] = []
    for _ in range(times):
        steps += [IDLE, {"do": "skip", "task": "r"} if skips else _rerun(source, "r")]
    return Operated(tasks, steps, {"std.http": {"sequence": sequence}})


def _items(source: random.Random, following: str) -> Operated:
    """Some items fail, and all or only those are run again."""
    results = [{"data": 1}, {"error": "down"}, {"data": 3}, {"data": 4}, {"data": 5}, {"data": 6}]
    task: dict[str, Any] = {
        "with-items": "x in <% [1, 2, 3] %>", "action": DOWN, "publish": {"r": "<% task().result %>"},
        "on-success": [following],
    }  # fmt: skip
    if source.random() < 0.7:
        task["concurrency"] = 1
    else:  # which item gets which result is a race else
        results = [{"error": "down"}] * 3 + [{"data": 1}] * 3
    steps = [IDLE, {**_rerun(source, "r"), "reset": source.random() < 0.5}]
    return Operated({"r": task}, steps, {"std.http": {"sequence": results}})


def _in_called(source: random.Random, following: str) -> Operated:
    """A task of a called workflow fails; it, or the task that called, is run again or skipped."""
    called = {
        "input": ["x"],
        "output": {"y": "<% task(s1).result %>", "x": "<% $.x %>"},
        "tasks": {"s1": {"action": DOWN, "on-success": ["s2"]}, "s2": {"action": "std.noop"}},
    }
    task: dict[str, Any] = {
        "workflow": "fragile", "input": {"x": "<% $.i %>"}, "publish": {"r": "<% task().result %>"},
        "on-success": [following],
    }  # fmt: skip
    tasks: dict[str, Any] = {"r": task}
    step = source.choice([
        _rerun(source, "fragile/s1"), _rerun(source, "r"), {"do": "skip", "task": "r"},
        {"do": "skip", "task": "fragile/s1"},
    ])  # fmt: skip
    script = {"std.http": {"sequence": [{"error": "down"}, {"data": 1}, {"data": 2}]}}
    return Operated(tasks, [IDLE, step], script, {"fragile": called})


def _rerun(source: random.Random, task: str) -> dict[str, Any]:
    env = {"env": {"e": 6}} if source.random() < 0.2 else {}
    return {"do": "rerun", "task": task, "reset": True, **env}


def _asynchronous(source: random.Random, following: str) -> Operated:
    """A task waits for its result, which comes in the run as it is or while it is paused; or the run is stopped."""
    task: dict[str, Any] = {
        "action": "std.async_noop", "publish": {"r": "<% task().result %>"}, "on-success": [following],
    }  # fmt: skip
    if source.random() < 0.4:
        task.update({"publish-on-error": {"r": "failed"}, "on-error": [following]})
    if source.random() < 0.2:
        task["fail-on"] = "<% task().result = 1 %>"
    begun = {"await": "task", "task": "r", "state": "RUNNING"}
    ends = [{"data": 1}, {"data": {"k": [1]}}, {"error": "bad"}, {"cancel": True}]
    end = {"do": "complete_action", "task": "r", "index": 0, **source.choice(ends)}
    resumes: dict[str, Any] = {"do": "resume", **({"env": {"e": 7}} if source.random() < 0.3 else {})}
    state = source.choice(["ERROR", "SUCCESS", "CANCELLED"])
    steps = source.choice([
        [begun, end],
        [begun, {"do": "pause"}, end, IDLE, resumes],
        [begun, {"do": "pause"}, IDLE, resumes, end],
        [begun, {"do": "stop", "state": state, "message": "enough"}],
        [begun, {"do": "stop", "state": state, "message": "enough"}, end],
        [begun, {"do": "pause"}, {"do": "stop", "state": state, "message": "enough"}],
    ])  # fmt: skip
    return Operated({"r": task}, steps)


def _several(source: random.Random, following: str) -> Operated:
    """Items that wait for their results, which come in order."""
    task: dict[str, Any] = {
        "with-items": "x in <% [1, 2, 3] %>", "action": "std.async_noop", "publish": {"r": "<% task().result %>"},
        "publish-on-error": {"r": "<% task().result %>"}, "on-success": [following], "on-error": [following],
    }  # fmt: skip
    if source.random() < 0.6:
        task["concurrency"] = source.choice([1, 2])
    steps: list[dict[str, Any]] = [{"await": "task", "task": "r", "state": "RUNNING"}]
    for index in range(3):
        result = {"error": "bad"} if source.random() < 0.2 else {"data": index}
        steps.append({"do": "complete_action", "task": "r", "index": index, **result})
    return Operated({"r": task}, steps)


def _paused(source: random.Random, following: str) -> Operated:
    """The policy `pause-before`, and resume; or nobody resumes."""
    task = {"pause-before": source.choice([True, "<% $.i >= 0 %>"]), "publish": {"r": 1}, "on-success": [following]}
    if source.random() < 0.3:
        task["wait-before"] = 1
    return Operated({"q": {"on-success": ["r"]}, "r": task}, _resumed(source))


def _commanded(source: random.Random, following: str) -> Operated:
    """The engine command `pause` among the transitions of a task."""
    clause = source.choice([
        ["pause", following], [following, "pause"], [{"pause": "<% $.i > 1 %>"}, following],
        ["pause msg='at <% $.i %>'", following],
    ])  # fmt: skip
    return Operated(
        {"r": {"publish": {"r": 1}, source.choice(["on-success", "on-complete"]): clause}}, _resumed(source)
    )


def _resumed(source: random.Random) -> list[dict[str, Any]]:
    env = {"env": {"e": 8}} if source.random() < 0.3 else {}
    return [IDLE, {"do": "resume", **env}] if source.random() < 0.85 else []
