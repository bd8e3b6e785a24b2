"""python -m tests.conformance.generated.shrink ORACLE CASE.json: the smallest part of a case that still differs.

Takes away tasks, keys of tasks and transitions, one at a time, as long as the engine accepts what is left and ours
still differs from what the engine makes of it. Prints the case as YAML, and the difference.
"""

from __future__ import annotations

import copy
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.conformance.generated.oracle import Oracle

Workflows = dict[str, Any]
"""A definition as data: {"version", name of a workflow: {...}}."""

CLAUSES = ("on-success", "on-error", "on-complete")


def shrunk(workflows: Workflows, differs: Callable[[Workflows], bool]) -> Workflows:
    """The smallest of the smaller definitions that still differ; `workflows` itself when none does."""
    smaller = next((candidate for candidate in candidates(workflows) if differs(candidate)), None)
    while smaller is not None:
        workflows = smaller
        smaller = next((candidate for candidate in candidates(workflows) if differs(candidate)), None)
    return workflows


def candidates(workflows: Workflows) -> Iterator[Workflows]:
    """Definitions with one thing less, the larger things first."""
    for path in [*_paths(workflows, tasks=True), *_paths(workflows, tasks=False)]:
        smaller = copy.deepcopy(workflows)
        *above, last = path
        holder: Any = smaller
        for key in above:
            holder = holder[key]
        del holder[last]
        if len(path) == 3:
            _forget(smaller[path[0]]["tasks"], str(last))
        yield smaller


def _paths(workflows: Workflows, *, tasks: bool) -> Iterator[tuple[Any, ...]]:
    for name, workflow in workflows.items():
        if name == "version":
            continue
        for task_name, task in workflow["tasks"].items():
            if tasks:
                if len(workflow["tasks"]) > 1:
                    yield name, "tasks", task_name
                continue
            yield from (path for path in _inside((name, "tasks", task_name), task))
        if not tasks:
            yield from ((name, key) for key in workflow if key not in ("tasks", "input"))
            yield from (path for key in ("output", "vars") for path in _inside((name, key), workflow.get(key)))


def _inside(place: tuple[Any, ...], value: Any) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, Mapping):
        for key in value:
            yield (*place, key)
            yield from _inside((*place, key), value[key])
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield (*place, index)
            yield from _inside((*place, index), item)


def _forget(tasks: dict[str, Any], gone: str) -> None:
    """Take the transitions to a task away with it."""
    for task in tasks.values():
        for clause in CLAUSES:
            written = task.get(clause)
            if isinstance(written, dict):
                written["next"] = _others(written["next"], gone)
            elif written:
                task[clause] = _others(written, gone)
                if not task[clause]:
                    del task[clause]


def _others(targets: list[Any], gone: str) -> list[Any]:
    return [target for target in targets if (next(iter(target)) if isinstance(target, dict) else target) != gone]


def main() -> int:
    """Shrink one case. Exit code 1 when it does not differ."""
    folder, path = Path(sys.argv[1]), Path(sys.argv[2])
    case = json.loads(path.read_text(encoding="utf-8"))
    with Oracle(folder) as oracle:
        judge = _judge(case, oracle)
        workflows = yaml.safe_load(case["definitions"]["workflows"][0])
        if judge(workflows) is None:
            print("does not differ")
            return 1
        smallest = shrunk(workflows, lambda candidate: judge(candidate) is not None)
        print(yaml.safe_dump(smallest, sort_keys=False, width=110), judge(smallest), sep="\n")
    return 0


def _judge(case: Mapping[str, Any], oracle: Oracle) -> Callable[[Workflows], str | None]:
    """What differs in a definition run like `case`; None where nothing does, or the engine does not run it."""
    from mistral_airflow.local.home import prepare

    prepare(Path(tempfile.mkdtemp(prefix="mistralc-shrink-")))
    from mistral_airflow.local.runner import LocalRunner
    from tests.conformance.runs.case import Case
    from tests.conformance.runs.replay import replay

    runner = LocalRunner()

    def judge(workflows: Workflows) -> str | None:
        definitions = {"workflows": [json.dumps(workflows)], "workbooks": [], "actions": []}
        asked = {**case, "definitions": definitions}
        asked["expected"] = oracle.ask(asked)
        if asked["expected"].get("phase") != "run":
            return None
        verdict = replay(runner, Case(Path("shrunk"), asked))
        return verdict.why if verdict.verdict == "wrong" else None

    return judge


if __name__ == "__main__":
    sys.exit(main())
