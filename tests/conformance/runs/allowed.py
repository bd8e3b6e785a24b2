"""Where the engine's answer may differ from ours: the rules of docs/deviations.md, asked of one recorded case.

A rule looks at what was run and at what the engine recorded, never at which case it is.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import yaml

from mistral_airflow.local.execution import Execution
from tests.conformance.runs.compare import ENDS, differences

LATE = "a late trigger makes the engine run a `join: one` or `join: N` again; its manual says it runs once"
AGAIN = "a `join: all` that has failed fails again for a late trigger, and what follows it runs again"
LOOPED = "a join fails when the engine sees a round of a loop that did not lead to it, before the one that does"
TWICE = "a task led to a `join: all` twice: whether it waits for both or runs twice depends on how fast they are"
HANGS = "the engine leaves the run in RUNNING for ever, with nothing left to run"
COMMAND = (
    "`output` is evaluated at the command by the engine, at the end of the run by us: tasks() has seen more by then"
)
LISTED = "which of the tasks that a task of a reverse workflow waits for lists it depends on how fast they are"
RACE = "which of two branches is faster decides over a variable that both published"

_CLAUSES = ("on-success", "on-error", "on-complete")
_PUBLISHES = ("publish", "publish-on-error")


def reason(data: Mapping[str, Any], expected: Mapping[str, Any], ours: Execution) -> str | None:
    """Why a difference between the engine's execution and ours is allowed; None when it is not."""
    workflow = _workflow(data)
    if workflow is None:
        return None
    if data.get("alternatives"):  # the engine itself gave two answers
        return RACE
    for rule, why in _JOINS.items():
        if rule(workflow, expected):
            return why
    if expected["state"] == "RUNNING" and ours.state in ENDS and not _at_work(expected):
        return HANGS
    if workflow.get("type") == "reverse" and not differences(_unled(expected), replace(ours, tasks=_unled_tasks(ours))):
        return LISTED
    if _ended_by_command(workflow, expected) and not list(_without_listings(workflow, expected, ours)):
        return COMMAND
    names = _raced(workflow, expected)
    if names is None or (names and not _without(workflow, names, expected, ours)):
        return RACE
    return None


def _workflow(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    documents = [yaml.safe_load(text) for text in data["definitions"]["workflows"]]
    for text in data["definitions"].get("workbooks", ()):
        book = yaml.safe_load(text)
        documents.append({f"{book['name']}.{name}": workflow for name, workflow in book["workflows"].items()})
    return next((document[data["workflow"]] for document in documents if data["workflow"] in document), None)


def _late_triggers(workflow: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    needed = {name: {"one": 1}.get(task.get("join"), task.get("join")) for name, task in _tasks(workflow)}
    led = [target for task in expected["tasks"] for target, _ in task["next_tasks"]]
    return any(isinstance(number, int) and led.count(name) > number for name, number in needed.items())


def _failed_again(workflow: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    """It fails as soon as one source has not led to it; the others may lead to it after that."""
    joins = {name for name, task in _tasks(workflow) if task.get("join") == "all"}
    failed = {task["name"] for task in expected["tasks"] if task["state"] == "ERROR"} & joins
    led = [target for task in expected["tasks"] for target, _ in task["next_tasks"]]
    return any(led.count(name) > 1 for name in failed)


def _failed_too_early(workflow: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    """A join in ERROR that never ran, although a task that ran several times did lead to it."""
    joins = {name for name, task in _tasks(workflow) if task.get("join")}
    times = Counter(task["name"] for task in expected["tasks"])
    led = {target for task in expected["tasks"] if times[task["name"]] > 1 for target, _ in task["next_tasks"]}
    tasks = expected["tasks"]
    return any(t["name"] in joins & led and t["state"] == "ERROR" and not t["attempts"] for t in tasks)


def _led_twice(workflow: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    joins = {name for name, task in _tasks(workflow) if task.get("join") == "all"}
    led = [(task["name"], target) for task in expected["tasks"] for target, _ in task["next_tasks"] if target in joins]
    return len(led) > len(set(led))


_JOINS = {_late_triggers: LATE, _failed_again: AGAIN, _failed_too_early: LOOPED, _led_twice: TWICE}


def _at_work(expected: Mapping[str, Any]) -> bool:
    """Whether the run waits for somebody: an action or a called workflow that has not ended."""
    return any(
        each["state"] not in ENDS for task in expected["tasks"]
        for each in (*task.get("actions", ()), *task.get("sub_workflows", ()))
    )  # fmt: skip


def _unled(expected: Mapping[str, Any]) -> dict[str, Any]:
    return {**expected, "tasks": [{**task, "next_tasks": []} for task in expected["tasks"]]}


def _unled_tasks(ours: Execution) -> list[Any]:
    return [replace(task, next=[]) for task in ours.tasks]


# Commands


def _ended_by_command(workflow: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    return any(target.split()[0] in ("fail", "succeed") for _, task in _tasks(workflow) for target in _targets(task))


def _without_listings(workflow: Mapping[str, Any], expected: Mapping[str, Any], ours: Execution) -> Iterator[str]:
    listings = {key for key, text in _outputs(workflow).items() if "tasks(" in str(text)}
    yield from differences(
        {**expected, "output": _less(expected.get("output"), listings)},
        replace(ours, output=_less(ours.output, listings)),
    )


# Races


def _raced(workflow: Mapping[str, Any], expected: Mapping[str, Any]) -> set[str] | None:
    """Variables that two tasks published, neither of which came before the other, and what is published from them.

    None when more than that depends on them: a condition, the input of a task.
    """
    publishers: dict[str, list[str]] = {}
    for task in expected["tasks"]:
        for name in task["published"] or ():
            publishers.setdefault(name, []).append(task["name"])
    after = _reached(expected)
    names = {
        name for name, tasks in publishers.items()
        if any(a != b and a not in after[b] and b not in after[a] for a in tasks for b in tasks)
    }  # fmt: skip
    while (
        more := {key for _, task in _tasks(workflow) for key, text in _published(task) if _reads(text, names)} - names
    ):
        names |= more
    rest = [{k: v for k, v in task.items() if k not in _PUBLISHES} for _, task in _tasks(workflow)]
    for task in rest:
        task.update({clause: _targets_written(task[clause]) for clause in _CLAUSES if clause in task})
    return None if names and _reads(rest, names) else names


def _reached(expected: Mapping[str, Any]) -> dict[str, set[str]]:
    """task → the tasks that it led to, directly or not."""
    after: dict[str, set[str]] = {task["name"]: set() for task in expected["tasks"]}
    for task in expected["tasks"]:
        after[task["name"]] |= {target for target, _ in task["next_tasks"]}
    changed = True
    while changed:
        changed = False
        for found in after.values():
            more = {name for target in found for name in after.get(target, ())} - found
            found |= more
            changed = changed or bool(more)
    return after


def _without(workflow: Mapping[str, Any], names: set[str], expected: Mapping[str, Any], ours: Execution) -> list[str]:
    """What differs apart from those variables."""
    keys = names | {key for key, text in _outputs(workflow).items() if _reads(text, names)}
    engine = {**expected, "output": _less(expected.get("output"), keys)}
    engine["tasks"] = [{**task, "published": _less(task["published"] or {}, names)} for task in expected["tasks"]]
    tasks = [replace(task, published=_less(task.published, names)) for task in ours.tasks]
    return differences(engine, replace(ours, output=_less(ours.output, keys), tasks=tasks))


def _reads(text: Any, names: set[str]) -> bool:
    written = json.dumps(text)
    return any(re.search(rf"[$_]\.(get\()?{re.escape(name)}\b", written) for name in names)


# The workflow as written


def _tasks(workflow: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return [(name, task or {}) for name, task in workflow["tasks"].items()]


def _outputs(workflow: Mapping[str, Any]) -> dict[str, Any]:
    return {**(workflow.get("output") or {}), **(workflow.get("output-on-error") or {})}


def _published(task: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key in _PUBLISHES:
        yield from (task.get(key) or {}).items()
    for clause in _CLAUSES:
        if isinstance(task.get(clause), Mapping):
            for scope in (task[clause].get("publish") or {}).values():
                yield from scope.items()


def _targets_written(clause: Any) -> list[Any]:
    written = clause.get("next") or [] if isinstance(clause, Mapping) else clause
    return written if isinstance(written, list) else [written]


def _targets(task: Mapping[str, Any]) -> Iterator[str]:
    for clause in _CLAUSES:
        for item in _targets_written(task.get(clause) or []):
            yield next(iter(item)) if isinstance(item, Mapping) else item


def _less(values: Any, keys: set[str]) -> Any:
    return {key: value for key, value in values.items() if key not in keys} if isinstance(values, Mapping) else values
