"""Ours against the engine's: states, outputs, published values, routes and counts. Texts of errors are for people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from mistral_airflow.local.execution import Execution, TaskExecution

_ENGINE_TEXT = re.compile(
    r"Failure caused by error in tasks|Failed to |The action raised an exception|Failed by tasks|Can not evaluate|"
    r"Invalid (input|data type)|Unexpected (type|dynamic)|Task timed out|Failed by 'fail-on'|One or more actions"
)
ENDS = ("SUCCESS", "ERROR", "CANCELLED")
_PLACEHOLDER = re.compile(r"<(?:wf|uuid|time|addr|traceback|(?:task|action|sub|wf)[^<>]*)>")


def differences(expected: Mapping[str, Any], ours: Execution) -> list[str]:
    """What differs, in words; empty when nothing does."""
    return list(_execution(expected, ours))


def _execution(expected: Mapping[str, Any], ours: Execution) -> Iterator[str]:
    if expected["state"] != ours.state:
        yield f"state {ours.state}, engine {expected['state']} ({ours.state_info})"
        return
    if ours.state in ENDS and not same(expected.get("output"), ours.output):
        yield f"output {ours.output!r}, engine {expected.get('output')!r}"
    if not same(expected.get("published_global") or {}, ours.globals):
        yield f"globals {ours.globals!r}, engine {expected.get('published_global')!r}"
    yield from _tasks([task for task in expected["tasks"] if _began(task, expected)], ours.tasks)


def _began(task: Mapping[str, Any], execution: Mapping[str, Any]) -> bool:
    """False for what the engine had put on its list when the run ended under it: for us such a task never is."""
    return not (task["state"] in ("WAITING", "IDLE") and execution["state"] in ENDS)


def _tasks(expected: list[Mapping[str, Any]], ours: list[TaskExecution]) -> Iterator[str]:
    counted, engine = Counter(task.name for task in ours), Counter(task["name"] for task in expected)
    if counted != engine:
        yield f"tasks {sorted(counted.elements())}, engine {sorted(engine.elements())}"
        return
    left = list(ours)
    for task in expected:  # a task that ran several times: each time with the one of ours that is most like it
        found = [(list(_task(task, own)), own) for own in left if own.name == task["name"]]
        differing, own = min(found, key=lambda pair: len(pair[0]))
        left.remove(own)
        yield from differing


def _task(expected: Mapping[str, Any], ours: TaskExecution) -> Iterator[str]:
    pairs = {
        "state": (expected["state"], ours.state),
        "published": (expected["published"] or {}, ours.published),  # null where only globals were published
        "next": (sorted(map(list, expected["next_tasks"])), sorted(map(list, ours.next))),
        "result": (expected.get("result"), ours.result),
        "handled": (bool(expected["error_handled"]), ours.handled),
        "attempts": (expected["attempts"], ours.attempts),
    }
    for what, (engine, own) in pairs.items():
        if not same(engine, own):
            yield f"{ours.name}: {what} {own!r}, engine {engine!r} ({ours.state_info})"


def same(engine: Any, own: Any) -> bool:
    """Equal, with placeholders standing for any id or time and the engine's error texts for any text."""
    if isinstance(engine, Mapping) and isinstance(own, Mapping):
        return engine.keys() == own.keys() and all(same(engine[key], own[key]) for key in engine)
    if isinstance(engine, list) and isinstance(own, list):
        return len(engine) == len(own) and all(same(a, b) for a, b in zip(engine, own, strict=True))
    if isinstance(engine, str) and isinstance(own, str):
        return engine == own or bool(_ENGINE_TEXT.search(engine)) or _like(engine, own)
    return type(engine) is type(own) and engine == own


def _like(engine: str, own: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in _PLACEHOLDER.split(engine))
    return _PLACEHOLDER.search(engine) is not None and re.fullmatch(pattern, own, re.S) is not None
