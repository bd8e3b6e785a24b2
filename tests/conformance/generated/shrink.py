"""python -m tests.conformance.generated.shrink ORACLE CASE.json [--seconds N]: the smallest part that still differs.

Takes away tasks, keys of tasks and transitions, many at a time and then one at a time, as long as the engine accepts
what is left and ours still differs from what the engine makes of it. Prints the case as YAML, and the difference; when
the time is over, the smallest one found by then.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.conformance.generated.judge import Judge
from tests.conformance.generated.surroundings import as_text

Workflows = dict[str, Any]
"""A definition as data: {"version", name of a workflow: {...}}."""

Place = tuple[Any, ...]
"""Keys and positions that lead to a part of a definition."""

SECONDS = 110.0
CLAUSES = ("on-success", "on-error", "on-complete", "on-skip")


class OutOfTime(Exception):
    """The time for shrinking is over."""


def shrunk(workflows: Workflows, differs: Callable[[Workflows], bool], seconds: float = SECONDS) -> Workflows:
    """A small part of `workflows` that still `differs`; the smallest one found in `seconds`."""
    attempt = _Attempt(workflows, differs, time.monotonic() + seconds)
    try:
        while attempt.reduce(_tasks) or attempt.reduce(_keys) or attempt.reduce(_parts):
            pass
    except OutOfTime:
        pass
    return attempt.smallest


class _Attempt:
    """One shrinking: the smallest definition so far, and what was asked already."""

    def __init__(self, workflows: Workflows, differs: Callable[[Workflows], bool], end: float) -> None:
        self.smallest = workflows
        self._main = next(name for name, _ in _workflows(workflows))
        self._differs, self._end = differs, end
        self._asked: set[str] = set()

    def reduce(self, places: Callable[[Workflows], list[Place]]) -> bool:
        """Take away as many of the places as can be, halves first. True when something went."""
        before = self.smallest
        size = len(places(before))
        while size >= 1:
            start = 0
            while chunk := places(self.smallest)[start : start + size]:
                if not self._takes(without(self.smallest, chunk)):
                    start += len(chunk)
            size = size // 2
        return self.smallest is not before

    def _takes(self, candidate: Workflows) -> bool:
        text = json.dumps(candidate)
        if text in self._asked or self._main not in candidate:
            return False
        if time.monotonic() > self._end:
            raise OutOfTime
        self._asked.add(text)
        if not self._differs(candidate):
            return False
        self.smallest = candidate
        return True


def without(workflows: Workflows, places: Sequence[Place]) -> Workflows:
    """A definition without those parts: the transitions to a task go with it, a workflow with its last task."""
    smaller = copy.deepcopy(workflows)
    for place in sorted(places, key=_last_first, reverse=True):
        *above, last = place
        holder: Any = smaller
        for key in above:
            holder = holder[key] if isinstance(holder, list) or key in holder else {}
        if isinstance(holder, list):
            del holder[last]
        else:
            holder.pop(last, None)
        if len(place) == 3 and place[1] == "tasks":
            _forget(smaller[place[0]]["tasks"], str(last))
    return {name: part for name, part in smaller.items() if name == "version" or part["tasks"]}


def _last_first(place: Place) -> tuple[str, ...]:
    """Later positions of a list go first: the earlier ones keep their numbers."""
    return tuple(f"{key:08}" if isinstance(key, int) else str(key) for key in place)


def _workflows(workflows: Workflows) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from ((name, workflow) for name, workflow in workflows.items() if name != "version")


def _tasks(workflows: Workflows) -> list[Place]:
    return [(name, "tasks", task) for name, workflow in _workflows(workflows) for task in workflow["tasks"]]


def _keys(workflows: Workflows) -> list[Place]:
    """Whole workflows that are called, keys of workflows, keys of tasks."""
    called = [(name,) for name, _ in _workflows(workflows)][1:]
    of_workflows = [(name, key) for name, workflow in _workflows(workflows) for key in workflow if key != "tasks"]
    of_tasks = [place for place in _everything(workflows) if len(place) == 4]
    return [*called, *of_workflows, *of_tasks]


def _parts(workflows: Workflows) -> list[Place]:
    """What is inside those keys."""
    return [place for place in _everything(workflows) if len(place) > 4 or (len(place) == 3 and place[1] != "tasks")]


def _everything(workflows: Workflows) -> Iterator[Place]:
    for name, workflow in _workflows(workflows):
        yield from _inside((name,), workflow)


def _inside(place: Place, value: Any) -> Iterator[Place]:
    if isinstance(value, Mapping):
        for key in value:
            yield (*place, key)
            yield from _inside((*place, key), value[key])
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield (*place, index)
            yield from _inside((*place, index), item)


def _forget(tasks: dict[str, Any], gone: str) -> None:
    """Take the transitions to a task away with it, and the need for it."""
    for task in tasks.values():
        for clause in (*CLAUSES, "requires"):
            written = task.get(clause)
            if isinstance(written, dict):
                written["next"] = _others(written.get("next") or [], gone)
            elif written:
                task[clause] = _others(written if isinstance(written, list) else [written], gone)
                if not task[clause]:
                    del task[clause]


def _others(targets: list[Any], gone: str) -> list[Any]:
    return [target for target in targets if (next(iter(target)) if isinstance(target, dict) else target) != gone]


def shrink_case(case: Mapping[str, Any], judge: Judge, seconds: float = SECONDS) -> tuple[Workflows, str] | None:
    """The smallest part of a case and what differs in it; None when nothing differs in the whole."""
    kind = "workflows" if case["definitions"]["workflows"] else "workbooks"
    document: dict[str, Any] = yaml.safe_load(case["definitions"][kind][0])
    in_book = kind == "workbooks"
    workflows: Workflows = {"version": "2.0", **document["workflows"]} if in_book else document

    def asked(candidate: Workflows) -> dict[str, Any]:
        named = {name: workflow for name, workflow in candidate.items() if name != "version"}
        text = as_text({**document, "workflows": named} if in_book else candidate)
        return {**case, "definitions": {**case["definitions"], kind: [text]}}

    why = judge.difference(asked(workflows))
    if why is None:
        return None
    found = {json.dumps(workflows): why}

    def differs(candidate: Workflows) -> bool:
        reason = judge.difference(asked(candidate))
        if reason is not None:
            found[json.dumps(candidate)] = reason
        return reason is not None

    smallest = shrunk(workflows, differs, seconds)
    return smallest, found[json.dumps(smallest)]


def shown(workflows: Workflows, why: str) -> str:
    """The definition as YAML, and the difference."""
    return f"{as_text(workflows)}\n{why}"


def main() -> int:
    """Shrink one case. Exit code 1 when it does not differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("oracle", type=Path)
    parser.add_argument("case", type=Path)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    options = parser.parse_args()
    with Judge(options.oracle) as judge:
        small = shrink_case(json.loads(options.case.read_text(encoding="utf-8")), judge, options.seconds)
    print("does not differ" if small is None else shown(*small))
    return 1 if small is None else 0


if __name__ == "__main__":
    sys.exit(main())
